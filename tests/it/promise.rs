//! A register in which texts come again and again -> what may be accepted, of texts it has and of others.

use std::fmt::Write as _;

use serde_json::Value;

use crate::harness::Folder;

/// Titles of which some clearly say what they are about and some hardly do, drawn by a fixed generator.
struct Titles(u64);

impl Titles {
    fn draw(&mut self, below: u32) -> u32 {
        self.0 = self.0.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        (((self.0 >> 33) * u64::from(below)) >> 31) as u32
    }

    /// A register of so many titles, each third of them in as many rows as `copies` says. Titles that are less `clear` than
    /// that get a label from `people` in every row.
    fn register(&mut self, titles: usize, copies: usize, clear: u32, people: &mut Self) -> String {
        let mut register = "标题,主题,主办单位\n".to_owned();
        for title in 0..titles {
            let (theme, letters) = (self.draw(6), self.draw(7));
            let mut text = String::new();
            for _ in 0..12 {
                let tells = self.draw(12) < letters;
                let letter =
                    if tells { 0x4e00 + 100 * theme + self.draw(40) } else { 0x6000 + self.draw(800) };
                text.extend(char::from_u32(letter));
            }
            for _ in 0..if title % 3 == 0 { copies } else { 1 } {
                let given = if letters < clear { people.draw(6) } else { theme };
                writeln!(register, "{text},主题{given},单位{given}").unwrap();
            }
        }
        register
    }
}

/// How many rows of `file` are accepted by theme and by lead, and how many of these are wrong.
fn accepted(folder: &Folder, model: &str, file: &str) -> [(f64, f64); 2] {
    let ended = folder.run(&format!("evaluate {file} --model {model} --json")).exits(0);
    let result: Value = serde_json::from_str(ended.printed()).unwrap();
    ["theme", "lead"].map(|part| {
        let share = |key: &str| result[part]["trust"][key].as_f64().unwrap();
        let rows = (result[part]["n"].as_f64().unwrap() * share("accepted")).round();
        (rows, (rows * share("accepted_error")).round())
    })
}

/// One in ten, and what chance adds to it: three standard deviations.
fn most_wrong(rows: f64) -> f64 {
    0.1 * rows + 3.0 * (0.09 * rows).sqrt()
}

#[test]
fn copies_of_one_text_do_not_speak_for_others() {
    let folder = Folder::new()
        .with("once.csv", Titles(7).register(1200, 1, 0, &mut Titles(0)))
        .with("copies.csv", Titles(7).register(1200, 10, 0, &mut Titles(0)))
        .with("new.csv", Titles(8).register(3000, 1, 0, &mut Titles(0)));
    for name in ["once", "copies"] {
        folder.run(&format!("train {name}.csv -o {name}")).exits(0).tells_nothing();
    }
    let [once, copies] = ["once", "copies"].map(|model| accepted(&folder, model, "new.csv"));
    for ((rows, wrong), (usual, _)) in copies.into_iter().zip(once) {
        assert!(wrong <= most_wrong(rows), "{wrong} of {rows} are wrong");
        assert!(2.0 * rows > usual, "{rows} are accepted, without copies {usual}");
    }
    // Texts that are known, and always had one label, are accepted with it.
    for (rows, wrong) in accepted(&folder, "copies", "copies.csv") {
        assert!(rows > 4000.0 && wrong * 100.0 < rows, "{wrong} of {rows}");
    }
}

#[test]
fn a_text_that_people_disagree_on_is_not_accepted_because_it_came_before() {
    let register = |titles: u64, people: u64| Titles(titles).register(1500, 2, 3, &mut Titles(people));
    let folder = Folder::new()
        .with("first.csv", register(9, 1))
        .with("again.csv", register(9, 2))
        .with("new.csv", register(10, 3));
    folder.run("train first.csv -o m").exits(0).tells_nothing();
    for file in ["again.csv", "new.csv"] {
        for (rows, wrong) in accepted(&folder, "m", file) {
            assert!(
                wrong <= most_wrong(rows) && (rows > 300.0 || file == "again.csv"),
                "{file}: {wrong} of {rows}"
            );
        }
    }
}
