//! A whole workshop from a script: ninety minutes of keys and ballots in virtual time, forty voters, the built-in
//! talk; then its report is held against the script, line by line.

use std::collections::BTreeMap;
use std::sync::Arc;

use roundtable::app::{App, Event};
use roundtable::ballot::Answer;
use roundtable::deck::{BlockKind, Deck, Slide};
use roundtable::keymap::Key;
use roundtable::layout::Size;
use roundtable::poll::PollKind;
use roundtable::report::{self, FreeText, Material, Moves, Report};
use roundtable::source::{Extent, Source};
use roundtable::store::Archive;
use roundtable::theme::Theme;

use crate::rounds::Talk;

const VOTERS: usize = 40;

/// Who answered what.
type Answers = Vec<(usize, Answer)>;

/// What was sent in.
#[derive(Default)]
struct Script {
    /// The rounds in the order in which they were opened: the poll, its number, who answered what.
    rounds: Vec<(String, u32, Answers)>,
    /// The phases of discussions, with the seconds in which each went on.
    phases: Vec<(String, &'static str, i64)>,
    /// The report's heading and line of what was written down, and the slide.
    captures: Vec<(&'static str, &'static str, String)>,
    /// The slides, each with when it was gone to, in milliseconds since the beginning.
    slides: Vec<(i64, String)>,
    /// The break, likewise.
    recess: Option<i64>,
}

struct Workshop {
    talk: Option<Talk>,
    began: i64,
    script: Script,
}

impl Workshop {
    fn begin() -> Self {
        let assembled = Source::find(None).unwrap().load(Extent::Whole).unwrap();
        let [theme, ..] = Theme::ALL;
        let mut app = App::new(assembled, theme, Size { width: 120, height: 40 });
        assert!(app.keep_agenda("workshop90"));
        let talk = Talk::given(app);
        let began = talk.now_ms();
        Self { talk: Some(talk), began, script: Script::default() }
    }

    fn talk(&self) -> &Talk {
        self.talk.as_ref().unwrap()
    }

    fn slide(&self) -> &Slide {
        self.talk().app.current().unwrap()
    }

    fn since(&self) -> i64 {
        self.talk().now_ms() - self.began
    }

    fn with(&mut self, then: impl FnOnce(Talk) -> Talk) {
        self.talk = self.talk.take().map(then);
    }

    fn press(&mut self, keys: &str) {
        self.with(|talk| talk.press(keys));
    }

    fn after(&mut self, seconds: i64) {
        self.with(|talk| talk.after(seconds));
    }

    /// Writes down a line, which is to stand in the report under a heading as another.
    fn write_down(&mut self, line: &str, head: &'static str, told: &'static str) {
        self.press("c");
        for c in line.chars() {
            self.talk.as_mut().unwrap().event(Event::Key(Key::char(c)));
        }
        self.press("enter");
        let slide = self.slide().id.clone();
        self.script.captures.push((head, told, slide));
    }

    /// Forty people vote, some of them twice; a few leave this one out.
    fn vote(&mut self) {
        let open = self.talk().app.votes.open().unwrap().round.clone();
        let seed = open.poll.id.bytes().map(usize::from).sum::<usize>();
        let mut answers = Vec::new();
        for voter in (0..VOTERS).filter(|voter| (voter + seed) % 13 != 0) {
            let name = format!("voter {voter}");
            let moved = if voter % 4 == 0 { 2 } else { 0 };
            let turn = voter / 3 + usize::try_from(open.number).unwrap() * moved + seed;
            if voter % 7 == 0 {
                let first = answer(&open.poll.kind, turn + 1, voter);
                self.with(|talk| talk.voter(&name, first));
            }
            let last = answer(&open.poll.kind, turn, voter);
            answers.push((voter, last.clone()));
            self.with(|talk| talk.voter(&name, last));
        }
        self.script.rounds.push((open.poll.id.clone(), open.number, answers));
    }

    /// Asks the polls of a slide that no discussion asks.
    fn ask(&mut self, discussed: &[String]) {
        let asked: Vec<String> =
            self.slide().asked().iter().map(|(_, poll)| poll.id.clone()).collect();
        for poll in asked.into_iter().filter(|poll| !discussed.contains(poll)) {
            self.press("v");
            assert_eq!(self.talk().app.votes.open().unwrap().round.poll.id, poll);
            self.vote();
            self.after(40);
            self.press("v");
            self.after(5);
            self.press("v");
            self.after(15);
        }
    }

    /// Goes through the discussions of a slide; those with a poll are revealed afterwards.
    fn discuss(&mut self, last_phase: i64) {
        for id in discussions(self.slide()) {
            self.press("d");
            loop {
                let running = self.talk().app.running().unwrap().clone();
                let (phase, last) =
                    (running.phase(), running.standing.phase + 1 == running.plan.len());
                if phase.votes {
                    self.vote();
                }
                let planned = i64::from(phase.seconds);
                let lasts = if last { planned + last_phase } else { planned };
                self.after(lasts);
                self.script.phases.push((id.clone(), phase.name, lasts));
                let now = self.talk().app.running().unwrap().standing.phase;
                // The last phases wait for the speaker.
                if now == running.standing.phase {
                    self.press("d");
                }
                if last {
                    break;
                }
            }
            if self.talk().app.running().is_none()
                && self.slide().asked().iter().any(|(_, poll)| self.is_closed(&poll.id))
            {
                self.after(3);
                self.press("v");
                self.after(20);
            }
        }
    }

    fn is_closed(&self, poll: &str) -> bool {
        let latest = self.talk().app.votes.latest(poll);
        latest.is_some_and(|latest| latest.round.phase == roundtable::round::Phase::Closed)
    }

    fn run(&mut self) {
        let discussed: Vec<String> = {
            let slides = self.talk().app.deck.slides.iter();
            slides.flat_map(Slide::all_blocks).filter_map(polled).collect()
        };
        loop {
            let id = self.slide().id.clone();
            self.script.slides.push((self.since(), id.clone()));
            self.after(9);
            self.ask(&discussed);
            self.discuss(25);
            match id.as_str() {
                "centralized-model" => self.write_down(
                    "p who pays for a request that was refused? @Ada",
                    "Parked questions",
                    "- [ ] who pays for a request that was refused? — Ada",
                ),
                "amazon-slots" => self.write_down(
                    "q \"we never asked the core\"",
                    "Notes",
                    "- “we never asked the core”",
                ),
                "build-once" => self.write_down(
                    "d one owner for each shared model",
                    "Decisions",
                    "- one owner for each shared model",
                ),
                "skyscanner-slots" => {
                    self.script.recess = Some(self.since());
                    self.press("z 5 enter");
                    self.after(300);
                    self.press("z");
                }
                "bridge-contract" => {
                    self.write_down(
                        "a write the contract @Ada, @Grace !Friday",
                        "Actions",
                        "- [ ] write the contract — Ada, Grace, by Friday",
                    );
                }
                _ => {}
            }
            let steps = self.slide().steps;
            for _ in 1..steps {
                self.press("→");
                self.after(6);
            }
            self.after(30);
            if self.talk().app.slide + 1 == self.talk().app.deck.slides.len() {
                break;
            }
            // Discussions may have revealed steps already.
            while self.slide().id == id {
                self.press("n");
            }
        }
    }
}

fn polled(block: &roundtable::deck::Block) -> Option<String> {
    match &block.kind {
        BlockKind::Discussion(discussion) => discussion.poll.clone(),
        _ => None,
    }
}

fn discussions(slide: &Slide) -> Vec<String> {
    let blocks = slide.all_blocks().into_iter();
    let id = blocks.filter_map(|block| match &block.kind {
        BlockKind::Discussion(discussion) => Some(discussion.id.clone()),
        _ => None,
    });
    id.collect()
}

fn value(index: usize) -> f64 {
    f64::from(u32::try_from(index).unwrap())
}

fn answer(kind: &PollKind, turn: usize, voter: usize) -> Answer {
    let number = |index: usize, of: &[String]| u32::try_from(index % of.len() + 1).unwrap();
    match kind {
        PollKind::Single { choices } => Answer::Choices(vec![number(turn, choices)]),
        PollKind::Multiple { choices, .. } => {
            let mut picks = vec![number(turn, choices), number(turn + 1 + voter % 2, choices)];
            picks.sort_unstable();
            Answer::Choices(picks)
        }
        PollKind::Dots { choices, dots } => Answer::Choices(
            (0..*dots as usize).map(|dot| number(turn + dot % 2, choices)).collect(),
        ),
        PollKind::Ranking { choices } => {
            Answer::Ranking((0..choices.len()).map(|place| number(turn + place, choices)).collect())
        }
        PollKind::Scale { min, max, .. } => {
            let points = usize::try_from(max - min + 1).unwrap();
            Answer::Value(f64::from(*min) + value(turn % points))
        }
        PollKind::Fist => Answer::Value(value(turn % 6)),
        PollKind::Number { .. } => Answer::Value(value(turn % 9)),
        PollKind::Words { .. } => {
            Answer::Words(vec![roundtable::safe_text::SafeText::new(["calm", "curious"][turn % 2])])
        }
        PollKind::Text { .. } => {
            Answer::Text(roundtable::safe_text::SafeText::new(&format!("change {voter}")))
        }
    }
}

/// How many took each choice, or gave each value; of a ranking its points: one for each choice below it.
fn counts(answers: &[(usize, Answer)]) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for (_, answer) in answers {
        let picks: Vec<(String, usize)> = match answer {
            Answer::Choices(picks) => picks.iter().map(|pick| (pick.to_string(), 1)).collect(),
            Answer::Value(value) => vec![(value.to_string(), 1)],
            Answer::Ranking(order) => {
                let below = (0..order.len()).rev();
                order.iter().zip(below).map(|(pick, below)| (pick.to_string(), below)).collect()
            }
            _ => Vec::new(),
        };
        for (pick, points) in picks {
            *counts.entry(pick).or_default() += points as u64;
        }
    }
    counts
}

/// The cells that are shown are those of the script, and some are shown.
fn assert_moves(moves: &Moves, before: &[(usize, Answer)], after: &[(usize, Answer)]) {
    let choice = |answers: &[(usize, Answer)], voter: usize| {
        let given = answers.iter().find(|(one, _)| *one == voter);
        given.map(|(_, answer)| match answer {
            Answer::Choices(picks) => picks[0] as usize - 1,
            other => panic!("{other:?} does not move"),
        })
    };
    let mut moved = vec![vec![0; moves.rows.len()]; moves.rows.len()];
    for voter in 0..VOTERS {
        if let (Some(from), Some(to)) = (choice(before, voter), choice(after, voter)) {
            moved[from][to] += 1;
        }
    }
    let mut shown = 0;
    for (row, (name, cells)) in moved.iter().zip(&moves.rows) {
        for (people, cell) in row.iter().zip(cells) {
            assert!(cell.is_none_or(|cell| cell == *people), "{name}: {cells:?} are not {row:?}");
            assert!(cell.is_none() || !(1..3).contains(people), "{name}: {cells:?} names somebody");
            shown += usize::from(cell.is_some_and(|cell| cell > 0));
        }
    }
    assert!(shown > 0, "{moves:?}");
}

fn gather(archive: &Archive, deck: &Deck) -> Report {
    let session = archive.sessions().unwrap().remove(0);
    report::gather(&Material {
        session: &session,
        votes: &archive.votes(session.id).unwrap(),
        happenings: &archive.happenings(session.id).unwrap(),
        captures: &archive.captures(session.id).unwrap(),
        deck: Some(deck),
        utc_offset: 0,
        free: FreeText::Kept,
    })
}

#[test]
fn what_was_sent_in_is_what_the_report_says() {
    let mut workshop = Workshop::begin();
    workshop.run();
    let lasted = workshop.since();
    assert!((75..=95).contains(&(lasted / 60_000)), "it took {} minutes", lasted / 60_000);
    let closing = workshop.talk().app.deck.position("this-room").unwrap() + 1;
    workshop.press(&format!("{closing} enter"));
    let (deck, began) = (Arc::clone(&workshop.talk().app.deck), workshop.began);
    let screen = workshop.talk().screen();
    let Workshop { talk, script, .. } = workshop;
    let folder = talk.unwrap().end();
    let archive = Archive::open(folder.path()).unwrap().unwrap();
    let report = gather(&archive, &deck);
    let markdown = report::markdown(&report);

    assert_rounds(&script, &report);
    assert_outcomes(&script, &deck, &markdown);
    assert_phases(&script, &report);
    assert_timeline(&script, &deck, &report, began);

    // The closing slide pairs the two polls on one scale, and has what is still open.
    let of = |poll: &str| &script.rounds.iter().find(|(id, ..)| id == poll).unwrap().2;
    let both = of("where-next")
        .iter()
        .filter(|(voter, _)| of("where-today").iter().any(|(o, _)| o == voter));
    let said = format!("Of {} people who answered both,", both.count());
    assert!(screen.contains(&said), "no `{said}` in\n{screen}");
    for open in ["who pays for a request that was refused?", "write the contract", "Ada"] {
        assert!(screen.contains(open), "no `{open}` in\n{screen}");
    }
}

fn assert_rounds(script: &Script, report: &Report) {
    let told: usize = report.polls.iter().map(|asked| asked.rounds.len()).sum();
    assert_eq!(told, script.rounds.len());
    for (poll, number, answers) in &script.rounds {
        let asked = report.polls.iter().find(|asked| asked.id == *poll).unwrap();
        let round = asked.rounds.iter().find(|round| round.number == *number).unwrap();
        assert!(round.facts.contains(&format!(" {} answered", answers.len())), "{}", round.facts);
        let counts = counts(answers);
        for row in round.counts.rows.iter().filter(|row| !row.mark.is_empty()) {
            assert_eq!(
                row.count,
                counts.get(&row.mark).copied().unwrap_or(0),
                "{poll} {number}: {row:?}"
            );
        }
        let earlier = |moves: &Moves| {
            let question =
                moves.caption.split_once('“').map(|(_, rest)| rest.trim_end_matches('”'));
            let poll = question.map_or(asked, |question| {
                report.polls.iter().find(|asked| asked.question == question).unwrap()
            });
            let number = if question.is_some() { 1 } else { *number - 1 };
            let mut rounds = script.rounds.iter();
            rounds.find(|(id, n, _)| *id == poll.id && *n == number).map(|(.., answers)| answers)
        };
        for moves in &round.moves {
            assert_moves(moves, earlier(moves).unwrap(), answers);
        }
    }
    let moves = |poll: &str| {
        let asked = report.polls.iter().find(|asked| asked.id == poll).unwrap();
        asked.rounds.iter().map(|round| round.moves.len()).sum::<usize>()
    };
    assert_eq!((moves("line-manager"), moves("where-next"), moves("where-today")), (1, 1, 0));
}

fn assert_outcomes(script: &Script, deck: &Deck, markdown: &str) {
    for (head, line, slide) in &script.captures {
        let section = markdown.split_once(&format!("\n## {head}\n")).map(|(_, rest)| rest);
        let section = section.and_then(|rest| rest.split("\n## ").next()).unwrap_or_default();
        let title = &deck.slides[deck.position(slide).unwrap()].title;
        let line = format!("{line} ({title})");
        assert!(section.lines().any(|one| one == line), "no `{line}` in\n{section}");
    }
}

fn assert_phases(script: &Script, report: &Report) {
    let told = report.discussions.iter().flat_map(|talked| &talked.phases);
    let told: Vec<(&str, Option<&str>)> =
        told.map(|(name, time)| (name.as_str(), time.as_deref())).collect();
    let length = |seconds: i64| match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, 0) => format!("{minutes} min"),
        (minutes @ 1..10, seconds) => format!("{minutes} min {seconds} s"),
        (minutes, seconds) => format!("{} min", minutes + i64::from(seconds >= 30)),
    };
    let lengths: Vec<(&str, String)> =
        script.phases.iter().map(|(_, name, seconds)| (*name, length(*seconds))).collect();
    let expected: Vec<(&str, Option<&str>)> =
        lengths.iter().map(|(name, time)| (*name, Some(time.as_str()))).collect();
    assert_eq!(told, expected);
}

fn assert_timeline(script: &Script, deck: &Deck, report: &Report, began: i64) {
    let time = |since: i64| {
        let minutes = (began + since).rem_euclid(86_400_000) / 60_000;
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    };
    let mut told = report.timeline.iter();
    for (since, id) in &script.slides {
        let title = &deck.slides[deck.position(id).unwrap()].title;
        let found =
            told.by_ref().find(|moment| moment.what == *title && moment.time == time(*since));
        assert!(found.is_some(), "{} {title} is not in\n{:#?}", time(*since), report.timeline);
    }
    let recess = time(script.recess.unwrap());
    let is_break = |moment: &&report::Moment| moment.what == "Break" && moment.time == recess;
    let recess = report.timeline.iter().find(is_break).unwrap();
    assert_eq!(recess.lasted.as_deref(), Some("5 min"));
}
