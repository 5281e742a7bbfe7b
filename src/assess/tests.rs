//! Sheets, filled in key by key.

use proptest::prelude::*;

use super::*;
use crate::assessment::{
    Axis, Behaviour, Gate, Outcome, OutcomeWords, Outcomes, Pull, Statement, Thresholds,
};

/// Six statements an axis, half of each reversed, and a gate of each kind.
fn assessment() -> Assessment {
    let pull = |side: &str| Pull {
        name: format!("Pull to {side}"),
        side: side.to_owned(),
        about: String::new(),
    };
    let words = |label: &str| OutcomeWords { label: label.to_owned(), about: String::new() };
    let statement = |number: usize| Statement {
        id: format!("S{number}"),
        axis: if number < 6 { Axis::Core } else { Axis::Embedded },
        reversed: number.is_multiple_of(2),
        weight: 1.0,
        text: format!("Statement {number}."),
        why: String::new(),
        sources: Vec::new(),
        question: String::new(),
    };
    let gate = |ask: Ask| Gate {
        id: String::new(),
        text: "How is it?".to_owned(),
        why: "It matters.".to_owned(),
        sources: Vec::new(),
        ask,
    };
    let spread = Ask::Spread {
        people: "people".to_owned(),
        teams: "teams".to_owned(),
        says: "{alone} of {people} alone, {without} of {teams} without.".to_owned(),
    };
    let number = Ask::Number { unit: "months".to_owned(), warn_below: 12 };
    Assessment {
        title: "T".to_owned(),
        warning: String::new(),
        core: pull("the core"),
        embedded: pull("the teams"),
        statements: (0..12).map(statement).collect(),
        thresholds: Thresholds { high: 60.0, low: 40.0, lean: 25.0 },
        outcomes: Outcomes {
            hybrid: words("hybrid"),
            leave_it: words("leave it"),
            embedded: words("embedded"),
            core: words("core"),
            unclear: words("unclear"),
        },
        gates: vec![gate(spread), gate(Ask::YesNo { warn_if: false }), gate(number)],
        behaviour: Behaviour { about: String::new(), figures: Vec::new() },
    }
}

/// Presses keys: each a character, but `<` and `>` for the arrows, `-` for backspace, `.` for enter, `^` for
/// ctrl-t. The last effect.
fn press(assess: &mut Assess, keys: &str) -> Option<Effect> {
    let key = |c: char| match c {
        '<' => Key::plain(Code::Left),
        '>' => Key::plain(Code::Right),
        '-' => Key::plain(Code::Backspace),
        '.' => Key::plain(Code::Enter),
        '^' => Key::ctrl('t'),
        c => Key::char(c),
    };
    keys.chars().map(|c| assess.press(key(c))).last().flatten()
}

fn alone(keys: &str) -> Assess {
    let mut assess = Assess::new(assessment(), Seat::Alone);
    press(&mut assess, keys);
    assess
}

fn level(number: u8) -> Answer {
    Level::new(number)
}

#[test]
fn the_warning_is_read_before_the_first_statement() {
    assert_eq!(alone("").screen(), Screen::Warning);
    assert_eq!(alone("12d").screen(), Screen::Warning);
    assert_eq!(alone(".").screen(), Screen::Statement(0));
}

#[test]
fn one_key_answers_and_goes_on_and_going_back_keeps_answers() {
    let assess = alone(".4d>2<<");
    assert_eq!(assess.screen(), Screen::Statement(2));
    assert_eq!(assess.sheet().answers[..4], [Some(level(4)), Some(None), None, Some(level(2))]);
    assert_eq!(alone(".4<5").sheet().answers[0], Some(level(5)));
    assert_eq!(alone(".<").screen(), Screen::Warning);
    // What is no answer is none.
    for key in ["0", "6", "9", "x", "."] {
        assert_eq!(alone(&format!(".{key}")).screen(), Screen::Statement(0), "{key}");
    }
}

#[test]
fn gates_come_after_the_statements_and_are_typed() {
    let all = ".444444444444";
    assert_eq!(alone(all).screen(), Screen::Gate(0));
    let assess = alone(&format!("{all}12-3.8.n6.").replace("12-3", "1-5"));
    assert_eq!(assess.screen(), Screen::Result);
    let facts = [Some(Fact::Spread(5, 8)), Some(Fact::YesNo(false)), Some(Fact::Number(6))];
    assert_eq!(assess.sheet().facts, facts);
    let findings = Findings::of_sheet(assess.assessment(), assess.sheet());
    let told: Vec<(&str, bool)> = findings
        .gates
        .iter()
        .map(|line| (line.verdict.says.as_str(), line.verdict.warning.is_some()))
        .collect();
    assert_eq!(told, [("5 of 5 alone, 3 of 8 without.", true), ("No.", true), ("6 months.", true)]);
    // What was typed is there again, and what is not known is no warning.
    let mut assess = assess;
    press(&mut assess, "<<<");
    assert_eq!(assess.typed().fields, ["5".to_owned(), "8".to_owned()]);
    press(&mut assess, "ddd");
    assert_eq!(assess.sheet().facts, [None; 3]);
    // A number is bounded, and half of two numbers is none.
    assert_eq!(alone(&format!("{all}1234567")).typed().fields[0], "12345");
    assert_eq!(alone(&format!("{all}5..dd")).sheet().facts[0], None);
    assert_eq!(alone(&format!("{all}5.<7.8.")).sheet().facts[0], Some(Fact::Spread(57, 8)));
}

#[test]
fn answers_that_are_kept_nowhere_are_not_lost_by_one_key() {
    let mut assess = alone("");
    assert_eq!(press(&mut assess, "q"), Some(Effect::Leave));
    let mut assess = alone(".4");
    assert_eq!(press(&mut assess, "q"), None);
    assert!(assess.said().unwrap().is_problem);
    assert_eq!(press(&mut assess, "4q"), None);
    assert_eq!(press(&mut assess, "q"), Some(Effect::Leave));
    let mut assess = alone(".444444444444ddd");
    assert_eq!(assess.screen(), Screen::Result);
    press(&mut assess, "r4r");
    assert_eq!(assess.screen(), Screen::Result);
    press(&mut assess, "r");
    assert!(assess.screen() == Screen::Warning && assess.sheet().is_empty());
    let mut assess = alone(".4");
    assert_eq!(assess.press(Key::ctrl('c')), Some(Effect::Leave));
}

#[test]
fn the_result_is_written_only_when_asked_and_the_table_stands_behind_it() {
    let mut assess = alone(".444444444444ddd");
    press(&mut assess, "a");
    assert_eq!(assess.screen(), Screen::About);
    press(&mut assess, "a");
    assert_eq!(press(&mut assess, "w"), Some(Effect::Write));
    assess.written(Ok("a.md".to_owned()));
    assert_eq!(assess.said().unwrap().text, "Written to a.md");
    press(&mut assess, "<<");
    assert_eq!(assess.screen(), Screen::Gate(1));
}

#[test]
fn scrolling_stays_on_the_page() {
    let mut assess = alone(".444444444444dddjjj");
    assert_eq!(assess.top(), 3);
    assess.settle(2);
    assert_eq!(assess.top(), 2);
    press(&mut assess, "kkkk");
    assert_eq!(assess.top(), 0);
}

/// Presses keys, and keeps each sheet as it is handed in.
fn hand_in(assess: &mut Assess, keys: &str) -> Vec<Vec<Answer>> {
    let mut kept = Vec::new();
    for key in keys.chars() {
        match press(assess, &key.to_string()) {
            Some(Effect::Record(sheet)) => {
                kept.push(sheet.clone());
                let said = Said { text: "recorded".to_owned(), is_problem: false };
                assess.recorded(sheet, Ok(said));
            }
            Some(effect) => panic!("{effect:?}"),
            None => {}
        }
    }
    kept
}

#[test]
fn people_of_a_group_hand_in_one_after_another() {
    let mut group = Assess::new(assessment(), Seat::Group);
    let kept = hand_in(&mut group, ".444444444444..d22222222222.");
    assert_eq!(group.screen(), Screen::Thanks);
    assert_eq!(group.people(), kept);
    assert_eq!(kept.len(), 2);
    assert!(group.sheet().is_empty());
    press(&mut group, "^");
    assert_eq!(group.screen(), Screen::Group);
    let told = Group::of(group.assessment(), group.people());
    assert_eq!((told.sheets, told.unscored, told.points.len()), (2, 0, 2));
    assert_eq!(told.widest.unwrap().says(), "1 disagree · 1 agree");
    // Another sheet after all.
    press(&mut group, ".");
    assert_eq!(group.screen(), Screen::Warning);
}

#[test]
fn leaning_on_a_key_hands_nothing_in() {
    for key in ["1", "5", "d", ".", "q", "<", ">", " "] {
        for from in ["", ".", ".4", ".444444444444."] {
            let mut group = Assess::new(assessment(), Seat::Group);
            let before = hand_in(&mut group, from).len();
            let kept = hand_in(&mut group, &key.repeat(200)).len();
            assert_eq!((before, kept), (usize::from(from.ends_with("44.")), 0), "{from} {key}");
        }
    }
}

#[test]
fn a_sheet_that_cannot_be_kept_is_still_there() {
    let mut group = Assess::new(assessment(), Seat::Group);
    let Some(Effect::Record(sheet)) = press(&mut group, ".444444444444.") else { panic!() };
    group.recorded(sheet.clone(), Err("the disk is full".to_owned()));
    assert_eq!(group.screen(), Screen::Ready);
    assert_eq!(group.said().unwrap().text, "Not recorded: the disk is full. Enter tries again.");
    assert_eq!(press(&mut group, "."), Some(Effect::Record(sheet)));
    assert!(group.people().is_empty());
    // An empty sheet is none.
    let mut group = Assess::new(assessment(), Seat::Group);
    assert_eq!(press(&mut group, ".>>>>>>>>>>>>."), None);
}

#[test]
fn the_box_of_a_mean_is_where_it_would_be_without_one_sheet() {
    let sheets = ["515151 333333", "151515 333333", "333333 333333"];
    let sheets = sheets.map(|sheet| {
        sheet.chars().filter_map(|c| c.to_digit(10)).map(|n| Level::new(u8::try_from(n).unwrap()))
    });
    let sheets: Vec<Vec<Answer>> = sheets.into_iter().map(Iterator::collect).collect();
    let group = Group::of(&assessment(), &sheets);
    let mean = group.mean.unwrap();
    assert_eq!(group.points, [(0.0, 50.0), (100.0, 50.0), (50.0, 50.0)]);
    assert_eq!((mean.core, mean.embedded, mean.outcome), (50.0, 50.0, Outcome::Unclear));
    assert_eq!((mean.core_bounds.min, mean.core_bounds.max), (25.0, 75.0));
    let none = Group::of(&assessment(), &[]);
    assert_eq!((none.mean, none.widest, none.sheets), (None, None, 0));
}

proptest! {
    #[test]
    fn what_is_told_is_what_is_scored(digits in proptest::collection::vec(0_u8..6, 12)) {
        let answers: Vec<Answer> = digits.iter().map(|digit| Level::new(*digit)).collect();
        let keys: String = digits.iter().map(|n| if *n == 0 { "d".into() } else { n.to_string() }).collect();
        let assess = alone(&format!(".{keys}ddd"));
        prop_assert_eq!(&assess.sheet().answers(), &answers);
        let findings = Findings::of_sheet(assess.assessment(), assess.sheet());
        prop_assert!(findings.lean.iter().all(|lean| !lean.contains("0.5") && !lean.contains(".2")));
        match assess.assessment().score(&answers) {
            Ok(score) => {
                prop_assert_eq!(&findings.label, &assess.assessment().outcomes.of(score.outcome).label);
                let lean = score.rounded_lean();
                let side = if lean > 0 { "the teams" } else { "the core" };
                let told = format!("about {} out of 100 towards {side}.", lean.abs());
                prop_assert!(lean == 0 || findings.lean[0].ends_with(&told));
                prop_assert_eq!(findings.moved.len(), score.influences.len());
                prop_assert_eq!(findings.score, Some(score));
            }
            Err(open) => {
                prop_assert_eq!(findings.label.as_str(), "No score");
                prop_assert_eq!(&findings.open, &open);
                let counts: usize = findings.lean.iter().map(|lean| {
                    lean.split(' ').find_map(|word| word.parse::<usize>().ok()).unwrap()
                }).sum();
                prop_assert_eq!(counts, open.len());
            }
        }
    }

    #[test]
    fn no_keys_are_a_mistake(keys in "[1-5dynqrawjk.<>^ -]{0,80}", is_group: bool) {
        let seat = if is_group { Seat::Group } else { Seat::Alone };
        let mut assess = Assess::new(assessment(), seat);
        for key in keys.chars() {
            if let Some(Effect::Record(sheet)) = press(&mut assess, &key.to_string()) {
                prop_assert_eq!(sheet.len(), 12);
                assess.recorded(sheet, Err("no".to_owned()));
            }
        }
    }
}
