//! Tables of many makes -> what must be found in them, and what must not.

use super::*;

/// A table with semicolons between its cells, one line a row, is right as it stands; each figure that is changed, at its
/// row and column, is found there.
fn slips_are_found(table: &str, slips: &[(&str, &str)]) {
    assert_eq!(wrong(table), [""; 0], "{table}");
    for (from, to) in slips {
        assert_eq!(table.matches(from).count(), 1, "{from}");
        let slip = table.replace(from, to);
        let review = review(&slip);
        let changed: Vec<usize> = (0..review.figures.len())
            .filter(|&at| {
                let (line, own) = (review.figures[at].paragraph, review.figures[at].span.clone());
                let before = table.lines().nth(line).map(figure::plain);
                before.as_deref().and_then(|before| before.get(own)) != Some(review.written(at))
            })
            .collect();
        let wrong = || review.findings.iter().filter(|finding| finding.verdict == Verdict::Wrong);
        assert!(wrong().next().is_some(), "{slip}\n{}", findings(&review));
        for finding in wrong() {
            let holds = finding.figures.iter().any(|figure| changed.contains(figure));
            assert!(holds, "{slip}\n{}", finding.calculation);
        }
    }
}

#[test]
fn plain_rows_make_up_their_total() {
    let table = "街道；受理；办结\n甲街道；310；290\n乙街道；205；200\n丙镇；98；97\n合计；613；587";
    slips_are_found(table, &[("310", "301"), ("；97", "；79"), ("613", "163"), ("587", "578")]);
    let money = "类别；件数；金额（万元）\n甲；150；1200\n乙；240；800\n合计；390；2000";
    slips_are_found(money, &[("1200", "2100"), ("800", "8000")]);
    let rounded = "项目；投入（万元）\n甲；12.35\n乙；20.14\n丙；7.26\n合计；39.8";
    slips_are_found(rounded, &[("20.14", "21.04"), ("39.8", "38.9")]);
    // The total may stand first, and may be called by what it is of.
    let first = "街道；受理；办结\n全区；613；587\n甲街道；310；290\n乙街道；205；200\n丙镇；98；97";
    slips_are_found(first, &[("310", "301"), ("587", "578")]);
    let quarters = "季度；件数\n一季度；12\n二季度；15\n三季度；20\n四季度；11\n全年；58";
    slips_are_found(quarters, &[("；15", "；51"), ("58", "85")]);
    // Four streets are not all there are.
    assert_eq!(wrong("街道；受理\n甲街道；310\n乙街道；205\n丙镇；98\n全区；1900"), [""; 0]);
}

#[test]
fn subtotals_are_of_their_own_rows() {
    let below = "类别；件数；甲类；乙类\n市级建议；21；14；7\n区级建议；130；90；40\n小计；151；104；47\n市级提案；33；20；13\n区级提案；207；150；57\n小计；240；170；70\n合计；391；274；117";
    let slips = [("；21；", "；12；"), ("151", "115"), ("170", "107"), ("391", "319"), ("；117", "；171")];
    slips_are_found(below, &slips);
    let plain_heading = "类别；全区\n市级建议；21\n区级建议；130\n小计；151\n市级提案；33\n区级提案；207\n小计；240\n合计；391";
    slips_are_found(plain_heading, &[("130", "230"), ("33", "303")]);
    let one_column = "类别；件数\n市级建议；21\n区级建议；130\n小计；151\n市级提案；33\n区级提案；207\n小计；240\n合计；391";
    slips_are_found(one_column, &[("130", "103"), ("151", "115"), ("391", "319")]);
    let above = "类别；件数\n小计；151\n市级建议；21\n区级建议；130\n小计；240\n市级提案；33\n区级提案；207\n合计；391";
    slips_are_found(above, &[("130", "103"), ("240", "204"), ("391", "319")]);
    let by_name = "镇；村；件数\n东镇；甲村；14\n东镇；乙村；19\n东镇合计；；33\n西镇；丙村；8\n西镇；丁村；22\n西镇合计；；30\n总计；；63";
    slips_are_found(by_name, &[("19", "91"), ("；；33", "；；38"), ("63", "36")]);
    let merged = "类别；来源；件数；A类；B类\n建议；市级；21；14；7\n；区级；130；90；40\n；小计；151；104；47\n提案；市级；33；20；13\n；区级；207；150；57\n；小计；240；170；70\n合计；合计；391；274；117";
    slips_are_found(merged, &[("；90；", "；60；"), ("；240；", "；204；"), ("274", "247")]);
}

#[test]
fn rows_within_others_are_not_counted_twice() {
    let one = "项目；金额（万元）\n旧改；4700\n其中：上级资金；2000\n停车；3500\n绿化；3800\n合计；12000";
    slips_are_found(one, &[("4700", "4070"), ("3500", "3600"), ("12000", "12100"), ("2000\n停", "5000\n停")]);
    let numbered = "项目；金额（万元）；占比\n一、旧改；4800；40%\n其中：电梯；1200；10%\n外墙；2000；16.7%\n二、停车；3600；30%\n三、绿化；3600；30%\n合 计；12000；100%";
    slips_are_found(
        numbered,
        &[("4800", "4600"), ("；1200；", "；4900；"), ("16.7", "17.6"), ("12000", "12200")],
    );
    let all = "项目；件数；占比\n受理总量；4300；100%\n其中：求助；2150；50%\n投诉；1290；30%\n咨询；645；15%\n其他；215；5%";
    slips_are_found(all, &[("645", "654"), ("4300", "3400"), ("30%", "31%")]);
    let outline =
        "序号；项目；金额\n一；一般预算；90\n1；税收；62\n2；其他收入；28\n二；基金；50\n合计；；140";
    slips_are_found(outline, &[("62", "92"), ("50", "15"), ("140", "104")]);
}

/// Columns that make up another, with one within another of them.
#[test]
fn columns_within_others_are_not_counted_twice() {
    let table = "承办单位；主办；按期答复；逾期答复；其中超6个月；未答复\n县水利局；17；12；5；1；0\n县教育局；16；9；3；0；4\n县农业农村局；18；12；2；0；4\n县林业局；29；14；12；2；3\n县住建局；10；7；0；0；3";
    slips_are_found(table, &[("；16；", "；17；"), ("；29；14；", "；29；16；"), ("；5；1；0", "；6；1；0")]);
    let first = "单位；主办；其中：A类；B类；C类；会办\n甲局；20；12；5；3；8\n乙局；16；8；4；4；8\n丙局；12；7；5；0；8\n丁局；31；20；6；5；2";
    slips_are_found(first, &[("；31；", "；32；"), ("；7；5；", "；7；4；")]);
    let apart = "类别；件数；占比；其中：投诉；其中：咨询\n城管；45；45%；25；20\n住房；25；25%；12；13\n交通；18；18%；8；10\n其他；12；12%；7；5";
    slips_are_found(apart, &[("；45；", "；44；"), ("；8；10", "；8；11")]);
}

/// Rows below the total, and what is no sum by what it is called or by what it is.
#[test]
fn what_does_not_add_up_is_not_added() {
    for table in [
        "类别；件数；金额\n建议；150；1200\n提案；240；800\n合计；390；2000\n上年合计；370；1900\n同比增长；5.4%；5.3%",
        "街镇；受理量；环比；满意度；日均\n甲街道；810；10.5%；95.2%；27\n乙街道；690；8.2%；94.8%；23\n丙镇；500；6.1%；98.1%；16\n合计；2000；8.6%；95.8%；67",
        "月份；当月受理；累计受理；完成情况\n1月；1100；1100；98%\n2月；900；2000；97%\n3月；1400；3400；99%\n合计；3400；3400；98%",
        "单位；承办件数；平均天数；综合评价；满意\n甲局；28；46；98.6；100%\n乙局；24；40；97.2；95.8%\n丙局；20；52；96.0；95%\n合计；72；46；97.3；97.2%",
        "领域；建议数（件）；涉及单位（个）；单价（元）\n城建；52；12；20\n教育；24；6；15\n交通；20；9；18\n合计；96；20；18",
        "类别；件数；得票\n甲；50；9\n乙；40；5\n丙；30；7\n合计；120；7",
    ] {
        assert_eq!(wrong(table), [""; 0], "{table}");
    }
}

/// Where the rows after 其中 make up the row above in one column by nothing but noughts, that says nothing of the others.
#[test]
fn noughts_prove_no_sum() {
    let table = "类别；件数；办结\n养老；137；7\n其中：上门；113；7\n床位；7；0\n绿化；24；33\n合计；161；40";
    assert_eq!(wrong(table), [""; 0]);
}

/// Right tables in builds that may be read wrongly.
#[test]
fn right_tables_raise_no_alarm() {
    for table in [
        // Months with quarters, and with what is summed up so far.
        "时间；受理；办结\n1月；10；9\n2月；12；12\n3月；8；7\n一季度；30；28\n4月；11；10\n5月；9；9\n6月；10；8\n二季度；30；27\n上半年；60；55",
        "时间；受理\n1月；10\n2月；12\n累计；22\n3月；8\n4月；11\n累计；41\n合计；41",
        // What comes in and what goes out, each with its own total.
        "项目；金额\n拨款；80\n其他收入；20\n收入合计；100\n人员支出；60\n项目支出；30\n支出合计；90\n结余；10",
        // The total with some of its parts named below it.
        "类别；件数；金额\n甲；150；1200\n乙；240；800\n合计；390；2000\n其中：重点；20；300\n平均；195；1000",
        "类别；件数\n合计；390\n其中：重点；20\n建议；150\n提案；240",
        "类别；件数\n合计；390\n其中：建议；150\n提案；240",
        // The total told apart as its parts are.
        "类别；级别；件数\n建议；市级；20\n建议；区级；130\n提案；市级；40\n提案；区级；200\n合计；市级；60\n合计；区级；330\n合计；小计；390",
        "类别；级别；件数\n建议；市级；20\n；区级；130\n提案；市级；40\n；区级；200\n合计；市级；60\n；区级；330\n；合计；390",
        // Several lists of parts, each with 其中.
        "项目；件数；办结\n收到建议；156；150\n其中：A类；79；79\nB类；46；44\nC类；31；27\n收到提案；250；240\n其中：A类；130；128\nB类；80；76\nC类；40；36\n合计；406；390",
        "单位；主办；其中：重点；会办；合计\n甲局；20；3；8；28\n乙局；16；2；8；24\n丙局；12；1；8；20\n合计；48；6；24；72",
        // A column with 其中 is within the one before it.
        "承办单位；主办；按期答复；逾期答复；其中超6个月；未答复\n县水利局；17；12；5；1；0\n县教育局；16；9；3；0；4\n县农业农村局；18；12；2；0；4\n县林业局；9；4；2；0；3\n县住建局；10；7；0；0；3",
        // What was given back may have no reply.
        "承办单位；主办；按期答复；逾期答复；未答复；退办\n甲局；16；9；3；4；0\n乙局；29；20；2；7；1\n丙局；14；12；1；0；1\n丁局；35；21；8；6；0",
        "区域；件数\n全市性；12\n甲镇；30\n乙镇；50\n合计；92",
        "范围；件数\n全市；12\n全区；30\n街镇；50\n合计；92",
        "事故；起数；人数\n较大事故；1；3\n一般事故；20；15\n合计；21；18",
        "编号；内容；数值\n1；未办结；9\n2；全部建议；156\n3；会上、会下建议合计；174",
        "类型；本年；上年\n上年结转；12；10\n本年新收；88；80\n合计；100；90",
        "指标；2022年；2023年\n件数；140；156\n办结；133；150\n办结率；95%；96.2%",
        "年份；件数；办结率\n2022年；140；95%\n2023年；156；96.2%\n增长；11.4%；1.2%",
        "片区；街道；件数\n东片；；\n；甲街道；30\n；乙街道；50\n西片；；\n；丙街道；12\n合计；；92",
        "名次；单位；得分；件数；名次；单位；得分；件数\n1；甲局；98.6；28；4；丁局；96.2；12\n2；乙局；97.8；24；5；戊局；95.9；10\n3；丙局；97.1；20；6；己局；95.1；16",
        "排名；街乡；受理；全区平均\n1；甲；500；300\n2；乙；400；300\n3；丙；350；300",
        "序号；项目；权重；得分\n1；响应；30；29\n2；解决；40；36\n3；满意；30；28\n合计；；100；93",
    ] {
        assert_eq!(wrong(table), [""; 0], "{table}");
    }
}

#[test]
fn three_thirds_are_a_hundred_percent() {
    let table = "类别；件数；占比\n甲；50；33.3%\n乙；50；33.3%\n丙；50；33.4%\n合计；150；100%";
    slips_are_found(table, &[("33.4", "34.3"), ("乙；50", "乙；80")]);
}

#[test]
fn changes_are_those_between_their_columns() {
    let years = "类别；2023年；2024年；增减；增减幅度\n建议；120；156；36；30%\n提案；260；250；-10；-3.8%\n合计；380；406；26；6.8%";
    slips_are_found(years, &[("36", "63"), ("3.8", "8.3"), ("6.8", "8.6"), ("；26；", "；62；")]);
    let growth = "季度；2022年；2023年；2023年同比\n一季度；1.01；1.08；6.9%\n二季度；1.12；1.20；7.1%\n三季度；1.18；1.25；5.9%\n四季度；1.04；1.10；5.8%\n全年；4.35；4.63；6.4%";
    slips_are_found(growth, &[("5.9", "9.5"), ("4.63", "4.36")]);
    let beside = "月份；1月；2月；3月；合计\n受理（件）；1200；900；1500；3600\n办结（件）；1180；890；1480；3550\n办结率；98.3%；98.9%；98.7%；98.6%\n同比；5.2%；-3.1%；8.4%；4.5%";
    slips_are_found(beside, &[("3550", "5350"), ("98.9", "99.8"), ("1500", "5100")]);
}

#[test]
fn cells_are_written_without_blanks_and_rows_are_not_counted() {
    let review = review(" 序号 ； 类别 ； 件数 \n 1 ； 甲 ； 12 \n 2 ； 乙 ； 30 \n ； 合计 ； 42 ");
    assert_eq!(findings(&review), "right 表中“件数”：12 + 30 = 42，与合计42一致\n");
    assert_eq!(review.figures.len(), 3);
}
