//! Suggestions, lists of departments and labeled rows -> who must act, for each ask.

use std::path::Path;

use jiaoban::classify::judge::Verdict;
use jiaoban::classify::{Decision, Reason};
use jiaoban::pipeline::{TrainParams, Trained, train};
use jiaoban::read::{self, Options, Row};
use jiaoban::scheme::{Label, Scheme};
use jiaoban::{Model, Suggestion};

const TITLE: &str = "关于改善枫林片区出行和生活环境的建议";
const BODY: &str = "枫林片区住着一万多居民，近两年反映集中在三件事上，社区协调多次没有结果。建议：\
    一、在枫林小学门口施划斑马线、安装红绿灯，上下学时段安排民警疏导交通；\
    二、沿街烧烤店夜里占道经营、油烟直排，依法查处并收走占道的桌椅；\
    三、片区没有一处老人食堂，利用闲置的旧粮站开办日间照料站，给高龄独居老人送餐。\
    谢谢！";

fn dataset(file: &str) -> Vec<Suggestion> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/suggestions").join(file);
    let rows = read::open(&path, &Options::default()).unwrap();
    rows.filter_map(|row| match row.unwrap() {
        Row::Usable(suggestion) => Some(suggestion),
        Row::Rejected(_) => None,
    })
    .collect()
}

fn department(name: &str, remit: &str) -> Label {
    Label { remit: remit.to_owned(), ..Label::named(name) }
}

/// The departments that lead each ask, by id.
fn leads(model: &Model, suggestion: &Suggestion) -> Vec<String> {
    let proposal = model.propose_asks(suggestion, &mut model.worker());
    let scheme = model.department_scheme().unwrap();
    proposal.asks.iter().map(|ask| scheme.labels()[ask.leads[0].label].id.clone()).collect()
}

#[test]
fn three_asks_go_to_three_departments_with_clause_and_words() {
    let model = Model::embedded().unwrap();
    let suggestion = Suggestion::from_text(TITLE, BODY);
    assert_eq!(leads(&model, &suggestion), ["traffic_police", "urban_enforcement", "civil_affairs"]);
    let proposal = model.propose_asks(&suggestion, &mut model.worker());
    let texts: Vec<&str> = proposal.asks.iter().map(|ask| ask.text(&suggestion)).collect();
    assert!(texts[0].starts_with("一、在枫林小学") && texts[2].ends_with("送餐"), "{texts:?}");
    for ask in &proposal.asks {
        let probability: f32 = ask.leads.iter().map(|lead| lead.probability).sum();
        assert!((probability - 1.0).abs() < 1e-4, "the probabilities of all leads sum to {probability}");
        let clause = ask.clause.unwrap();
        assert_eq!(clause.department, ask.leads[0].label);
        let remit = &model.department_scheme().unwrap().labels()[clause.department].remit;
        assert!(!clause.span.of(remit).is_empty() && !ask.evidence.is_empty());
        assert!(ask.assist.iter().all(|assist| assist.label != ask.leads[0].label));
    }
}

#[test]
fn who_leads_an_ask_takes_part_in_the_whole() {
    let model = Model::embedded().unwrap();
    let scheme = model.department_scheme().unwrap();
    let suggestion = Suggestion::from_text(TITLE, BODY);
    let whole = model.propose_asks(&suggestion, &mut model.worker()).departments.unwrap();
    let id = |label: usize| scheme.labels()[label].id.as_str();
    assert_eq!(id(whole.ranked[0].label), "traffic_police");
    let mut assisting: Vec<&str> = whole.added.iter().map(|scored| id(scored.label)).collect();
    assisting.sort_unstable();
    assert_eq!(assisting, ["civil_affairs", "urban_enforcement"]);
    assert!(whole.added.is_sorted_by(|left, right| left.probability >= right.probability));
}

#[test]
fn a_bare_ask_goes_with_the_rest() {
    let model = Model::embedded().unwrap();
    let suggestion = Suggestion::from_text(
        "咨询自来水",
        "柳园小区自来水发黄有异味，三楼以上水压低用不上水。建议更换老化的自来水管，定期公布水质检测结果。是否可以？",
    );
    assert_eq!(leads(&model, &suggestion), ["water", "water"]);
    let asks = model.propose_asks(&suggestion, &mut model.worker()).asks;
    assert_eq!(asks[1].text(&suggestion), "是否可以");
    assert!(asks[1].leads[0].probability > 0.5, "{:?}", asks[1].leads[0]);
}

#[test]
fn an_office_routes_by_its_own_list_without_a_labeled_row() {
    let own = Scheme::new(vec![
        department("道路科", "负责道路坑洼修补、路灯、斑马线和红绿灯；疏导交通。"),
        department("市容科", "查处占道经营、油烟和乱堆物料；"),
        department("老龄科", "开办老人食堂、日间照料站，给老人送餐。"),
    ])
    .unwrap();
    let suggestion = Suggestion::from_text(TITLE, BODY);
    for model in [
        Model::embedded().unwrap().unlabeled(own.clone()).unwrap(),
        Model::embedded().unwrap().with_departments(own.clone()).unwrap(),
    ] {
        assert_eq!(leads(&model, &suggestion), ["道路科", "市容科", "老龄科"]);
    }
}

#[test]
fn departments_known_by_another_name_keep_what_was_learnt() {
    let own = Scheme::new(vec![
        Label { aliases: vec!["交警".into()], ..department("交通管理大队", "交通。") },
        department("教育局", "学校。"),
        department("水利局", "河道。"),
    ])
    .unwrap();
    let model = Model::embedded().unwrap().with_departments(own).unwrap();
    let suggestion =
        Suggestion::from_text("红绿灯时间太短", "左转绿灯只有九秒，早高峰排队两百米，请调整配时。");
    let proposal = model.propose(&suggestion, &mut model.worker());
    let first = proposal.departments.unwrap().ranked[0];
    assert_eq!((first.label, first.probability > 0.9), (0, true), "{first:?}");
}

#[test]
fn an_heir_has_learnt_what_its_predecessors_had() {
    let merged = |name: &str| Label { successor: Some("城市运行局".into()), ..Label::named(name) };
    let own = vec![
        merged("水务局"),
        merged("生态环境局"),
        department("城市运行局", "杂事。"),
        department("教育局", "学校。"),
        department("交警", "交通。"),
    ];
    let model = Model::embedded().unwrap().with_departments(Scheme::new(own).unwrap()).unwrap();
    for (title, body) in [
        ("自来水水压太低", "住在六楼，每天早晚自来水细得像一根线，热水器打不着火，请加压供水。"),
        ("工厂夜里排放废气", "化工厂夜里偷排废气，气味刺鼻，不敢开窗，请查处。"),
    ] {
        let proposal = model.propose(&Suggestion::from_text(title, body), &mut model.worker());
        let first = proposal.departments.unwrap().ranked[0];
        assert_eq!((first.label, first.probability > 0.8), (2, true), "{title}: {first:?}");
    }
}

/// How many leads are accepted, and what is proposed for each row.
fn accepted(model: &Model, rows: &[Suggestion]) -> (usize, Vec<Verdict>) {
    let proposals = model.propose_all(rows.iter(), &mut model.worker());
    let verdicts: Vec<Verdict> =
        proposals.into_iter().map(|proposal| proposal.departments.unwrap()).collect();
    (verdicts.iter().filter(|verdict| verdict.decision == Decision::Accepted).count(), verdicts)
}

#[test]
fn another_list_of_departments_inherits_no_promise() {
    let rows = dataset("traffic.csv");
    let model = || Model::embedded().unwrap();
    let known = model().department_scheme().unwrap().labels().to_vec();
    let listed = |labels: Vec<Label>| model().with_departments(Scheme::new(labels).unwrap()).unwrap();
    let (before, verdicts) = accepted(&model(), &rows);
    assert!(before > rows.len() / 3, "{before} of {}", rows.len());

    // The same departments under other names and in another order are the same.
    let renamed = known.iter().rev().map(|label| Label {
        id: format!("new_{}", label.id),
        name: format!("新{}", label.name),
        aliases: label.aliases.iter().chain([&label.id, &label.name]).cloned().collect(),
        ..label.clone()
    });
    let (after, renamed) = accepted(&listed(renamed.collect()), &rows);
    assert_eq!(after, before);
    for (one, other) in verdicts.iter().zip(&renamed) {
        assert_eq!(known.len() - 1 - one.ranked[0].label, other.ranked[0].label);
    }
    // The share of errors that is borne stays that of the model.
    let strict = model().bearing(0.01);
    let few = accepted(&strict, &rows).0;
    assert!(few < before);
    assert_eq!(
        accepted(&strict.with_departments(Scheme::new(known.clone()).unwrap()).unwrap(), &rows).0,
        few
    );

    // Fewer, more and others are not.
    let is_kept = |label: &Label| ["transport", "traffic_police", "education"].contains(&label.id.as_str());
    let fewer: Vec<Label> = known.iter().filter(|label| is_kept(label)).cloned().collect();
    assert_eq!(fewer.len(), 3);
    let mut more = known.clone();
    more.push(department("航天局", "火箭和卫星。"));
    let mut others = known;
    others[0] = department("航天局", "火箭和卫星。");
    for labels in [fewer, more, others] {
        let (after, verdicts) = accepted(&listed(labels), &rows);
        assert_eq!(after, 0);
        assert!(verdicts.iter().any(|verdict| verdict.decision == Decision::Review(Reason::Unpromised)));
    }
}

#[test]
fn words_point_to_the_heirs_of_a_department() {
    let old = Label { successor: Some("发展改革委".to_owned()), ..Label::named("物价局") };
    let list = vec![old, department("发展改革委", "定价。"), department("某部门", "杂事。")];
    let signposts = Model::embedded().unwrap().router().unwrap().signposts_for(&Scheme::new(list).unwrap());
    assert!(signposts.len() > 100 && signposts.iter().all(|signpost| signpost.labels == [1]));
}

#[test]
fn rows_with_an_old_name_teach_the_department_of_today() {
    let mut rows = dataset("market.csv");
    rows.extend(dataset("education.csv"));
    let old = |label: Label, successor: &str| Label {
        until: Some(2018),
        successor: Some(successor.into()),
        remit: "旧职责。".into(),
        ..label
    };
    let labels =
        read::scheme(&Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/schemes/departments.csv"));
    let mut labels = labels.unwrap().departments.unwrap().labels().to_vec();
    // Until 2018 it was called otherwise, and the rows still say so.
    let market = labels.iter_mut().find(|label| label.id == "market_regulation").unwrap();
    *market = old(Label { name: "工商质监局".into(), ..market.clone() }, "new_market");
    labels.push(Label { id: "new_market".into(), ..department("市场局", "市场监管。") });
    let params = TrainParams { departments: Some(Scheme::new(labels).unwrap()), ..TrainParams::default() };
    let Trained { model, rejected, .. } = train(&rows, &params).unwrap();
    assert!(rejected.is_empty());
    let suggestion =
        Suggestion::from_text("超市卖过期面包", "买到的面包过期三天，商家拒绝退货，请查处并责令赔偿。");
    let proposal = model.propose(&suggestion, &mut model.worker());
    let scheme = model.department_scheme().unwrap();
    let names: Vec<&str> = proposal
        .departments
        .unwrap()
        .ranked
        .iter()
        .map(|lead| scheme.labels()[lead.label].id.as_str())
        .collect();
    assert_eq!(names[0], "new_market");
    assert!(!names.contains(&"market_regulation"), "what is no more is not proposed");
}

#[test]
fn a_model_file_keeps_routing_whole() {
    let mut rows = dataset("traffic.csv");
    rows.extend(dataset("education.csv"));
    let mut params = TrainParams::default();
    params.route.keep_texts = true;
    let model = train(&rows, &params).unwrap().model;
    let mut bytes = Vec::new();
    model.write(&mut bytes).unwrap();
    let again = Model::read(bytes.as_slice()).unwrap();
    let suggestion = Suggestion::from_text(TITLE, BODY);
    let (first, second) = (
        model.propose_asks(&suggestion, &mut model.worker()),
        again.propose_asks(&suggestion, &mut again.worker()),
    );
    assert_eq!(first, second);
    let mut twice = Vec::new();
    again.write(&mut twice).unwrap();
    assert!(bytes == twice, "the same model gives the same bytes");
    let past = &again.router().unwrap().learnt().past();
    assert!(past.len() == rows.len() && past.handled(0).text.is_some());
}

#[test]
fn texts_without_words_and_without_bodies_are_routed_too() {
    let model = Model::embedded().unwrap();
    for (title, body, asks) in [("", "", 0), ("？？", "。。。", 0), ("请修路灯", "", 1), ("", "请修路灯", 1)]
    {
        let suggestion = Suggestion::from_text(title, body);
        let proposal = model.propose_asks(&suggestion, &mut model.worker());
        assert_eq!(proposal.asks.len(), asks, "{title} {body}");
        let ranked = proposal.departments.unwrap().ranked;
        assert!(ranked.iter().all(|lead| lead.probability.is_finite()));
    }
}
