//! The report of a session that went through the real store: all that was said and counted is in it, and nothing
//! that the room wrote is more than text.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use html5gum::{Token, Tokenizer};
use pulldown_cmark::{Event, Options, Parser, Tag};
use roundtable::ballot::{Answer, Participant, Via};
use roundtable::deck::Deck;
use roundtable::poll::{Poll, PollKind};
use roundtable::report::{self, FreeText, Material, Report};
use roundtable::round::{self, RoundId};
use roundtable::safe_text::SafeText;
use roundtable::source::{Extent, Source};
use roundtable::store::{Archive, Ballot, News, Opening, Store};
use rusqlite::{Connection, params};

const PATIENCE: Duration = Duration::from_mins(1);

/// 2026-03-12, 13:00:00 in UTC.
const BEGAN: i64 = 1_773_320_400_000;

const MINUTE: i64 = 60_000;

const HOSTILE: &str = include_str!("../fixtures/hostile.txt");

/// A folder with a deck and a data file.
struct Venue(tempfile::TempDir);

impl Venue {
    fn new() -> Self {
        let venue = Self(tempfile::tempdir().unwrap());
        let write = |name: &str, text: &str| fs::write(venue.0.path().join(name), text).unwrap();
        write(
            "deck.toml",
            "title = \"Who owns it?\"\nsubtitle = \"Three ways\"\nauthors = [\"A. Speaker\"]\nevent = \"An evening\"\n\
             sections = [\"00-opening.md\", \"10-ways.md\"]\n",
        );
        write("00-opening.md", "# Welcome {#welcome}\n\nIt matters. [@KAE]\n");
        write(
            "10-ways.md",
            "# Two ways {#ways}\n\nOne. [@FSDL22]\n\n---\n\n# Talk {#talk}\n\n```discuss\nid = \"why\"\nmethod = \"think-pair-share\"\n\
             minutes = 6\nprompt = \"Why there, and not elsewhere?\"\n```\n\n---\n\n# Never {#never}\n\nNever shown. [@UNUSED]\n",
        );
        let source = |key: &str, title: &str, link: &str| {
            format!(
                "[{key}]\ntitle = \"{title}\"\nauthor = \"Somebody\"\nyear = \"2022\"\nlink = \"{link}\"\n\n"
            )
        };
        let sources = [
            source("KAE", "A book", "https://example.org/book?a=1&b=2"),
            source("FSDL22", "A lecture", "https://example.org/lecture"),
            source("UNUSED", "Not this one", "https://example.org/unused"),
        ];
        write("sources.toml", &sources.concat());
        venue
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn data(&self) -> std::path::PathBuf {
        self.path().join("data")
    }

    fn deck(&self) -> Deck {
        Source::find(Some(self.path())).unwrap().load(Extent::Whole).unwrap().deck
    }

    /// The report of the only session.
    fn report(&self, deck: Option<&Deck>, free: FreeText) -> Report {
        let archive = Archive::open(&self.data()).unwrap().unwrap();
        let session = archive.sessions().unwrap().remove(0);
        report::gather(&Material {
            session: &session,
            votes: &archive.votes(session.id).unwrap(),
            happenings: &archive.happenings(session.id).unwrap(),
            captures: &archive.captures(session.id).unwrap(),
            deck,
            utc_offset: 3_600,
            free,
        })
    }

    /// Both forms of the report with its deck.
    fn both(&self, free: FreeText) -> [String; 2] {
        let report = self.report(Some(&self.deck()), free);
        [report::markdown(&report), report::html(&report)]
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_roundtable"));
        command.args(arguments).current_dir(self.path());
        command.env("ROUNDTABLE_CONFIG", "/dev/null").env("TZ", "UTC");
        command.env("ROUNDTABLE_DATA_DIR", self.data()).output().unwrap()
    }
}

/// A session that is being held.
struct Talk {
    store: Store,
    news: Receiver<News>,
    now: i64,
}

impl Talk {
    fn begin(venue: &Venue) -> Self {
        let (tell, news) = mpsc::channel();
        let (folder, title) = (venue.data(), "Who owns it?".to_owned());
        let opening = Opening { folder, title, resume: false, at_ms: BEGAN };
        let store = Store::start(opening, move |told| drop(tell.send(told))).unwrap();
        assert!(matches!(news.recv_timeout(PATIENCE).unwrap(), News::Opened(_)));
        Self { store, news, now: BEGAN + MINUTE }
    }

    fn command(&self, command: round::Command) {
        let (done, result) = mpsc::channel();
        self.store.command(command, self.now, move |told| done.send(told).unwrap());
        result.recv_timeout(PATIENCE).unwrap().unwrap();
    }

    /// Opens a round, takes the answers of that many participants each, closes and reveals it.
    fn round(&mut self, poll: &Poll, answers: &[(Answer, u32)]) -> RoundId {
        let id = self.open(poll);
        let mut who = 0;
        let (done, results) = mpsc::channel();
        for (answer, times) in answers {
            for _ in 0..*times {
                let done = done.clone();
                let participant =
                    Participant { via: Via::Web, key: u32::to_le_bytes(who).to_vec() };
                let answer = answer.clone();
                let ballot = Ballot { round: id, participant, answer, seq: None, at_ms: self.now };
                self.store.cast(ballot, move |told| done.send(told).unwrap());
                who += 1;
                if who % 512 == 0 {
                    for _ in 0..512 {
                        results.recv_timeout(PATIENCE).unwrap().unwrap();
                    }
                }
            }
        }
        drop(done);
        for told in results {
            told.unwrap();
        }
        self.finish(id);
        id
    }

    fn open(&self, poll: &Poll) -> RoundId {
        self.command(round::Command::Open(Arc::new(poll.clone())));
        let newest = self.news.try_iter().last().unwrap();
        let News::Votes(votes) = newest else { panic!("{newest:?}") };
        votes.open().unwrap().round.id
    }

    fn finish(&mut self, id: RoundId) {
        self.now += MINUTE;
        self.command(round::Command::Close(id));
        self.command(round::Command::Reveal(id));
        self.now += MINUTE;
    }

    fn end(self) {
        self.store.end(self.now);
    }
}

/// What the stage would have logged and noted.
struct File(Connection);

impl File {
    fn of(venue: &Venue) -> Self {
        Self(Connection::open(venue.data().join("roundtable.db")).unwrap())
    }

    fn log(&self, at_ms: i64, kind: &str, data: &str) {
        let sql = "INSERT INTO log (session_id, at_ms, kind, data) VALUES (1, ?1, ?2, ?3)";
        self.0.execute(sql, params![BEGAN + at_ms, kind, data]).unwrap();
    }

    fn slide(&self, at_ms: i64, id: &str) {
        self.log(at_ms, "slide", &format!("{{\"id\":\"{id}\",\"step\":1}}"));
    }

    fn phase(&self, at_ms: i64, phase: u32, name: &str, change: &str) {
        let data = format!(
            "{{\"id\":\"why\",\"phase\":{phase},\"name\":\"{name}\",\"change\":\"{change}\",\"given_ms\":0}}"
        );
        self.log(at_ms, "discussion", &data);
    }

    fn capture(&self, at_ms: i64, slide: &str, kind: &str, rest: [&str; 4]) {
        let [text, owner, due, state] = rest;
        let sql = "INSERT INTO capture (session_id, kind, text, owner, due, slide, at_ms, state) \
                   VALUES (1, ?1, ?2, nullif(?3, ''), nullif(?4, ''), ?5, ?6, ?7)";
        self.0.execute(sql, params![kind, text, owner, due, slide, BEGAN + at_ms, state]).unwrap();
    }
}

fn poll(id: &str, question: &str, kind: PollKind) -> Poll {
    let (id, question) = (id.to_owned(), question.to_owned());
    Poll { id, question, kind, anonymous: true, change: true, seconds: None, answer: Vec::new() }
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn picks(counts: &[u32]) -> Vec<(Answer, u32)> {
    (1..).zip(counts).map(|(choice, count)| (Answer::Choices(vec![choice]), *count)).collect()
}

fn values(counts: &[(f64, u32)]) -> Vec<(Answer, u32)> {
    counts.iter().map(|(value, count)| (Answer::Value(*value), *count)).collect()
}

fn words(words: &[&str]) -> Answer {
    Answer::Words(words.iter().map(|word| SafeText::new(word)).collect())
}

fn text(text: &str) -> Answer {
    Answer::Text(SafeText::new(text))
}

/// An evening with every kind of poll, a discussion, and what was written down.
fn evening() -> Venue {
    let venue = Venue::new();
    let mut talk = Talk::begin(&venue);
    polls(&mut talk);
    talk.end();
    let file = File::of(&venue);
    file.slide(0, "welcome");
    file.slide(MINUTE - 5_000, "ways");
    file.slide(20 * MINUTE, "talk");
    file.phase(20 * MINUTE, 1, "think", "begun");
    file.phase(21 * MINUTE, 2, "pair", "begun");
    file.phase(22 * MINUTE, 2, "pair", "paused");
    file.phase(23 * MINUTE, 2, "pair", "went on");
    file.phase(24 * MINUTE + 12_000, 3, "share", "begun");
    file.phase(26 * MINUTE, 3, "share", "ended");
    file.log(26 * MINUTE, "break", "{\"began_ms\":0,\"ends_ms\":0,\"change\":\"begun\"}");
    file.log(31 * MINUTE, "break", "{\"began_ms\":0,\"ends_ms\":0,\"change\":\"ended\"}");
    file.capture(2 * MINUTE, "ways", "note", ["Speak up", "", "", "open"]);
    file.capture(25 * MINUTE, "talk", "quote", ["It was nobody's", "", "", "open"]);
    file.capture(25 * MINUTE, "talk", "decision", ["We try it for a quarter", "", "", "open"]);
    file.capture(26 * MINUTE, "talk", "action", ["Write it up", "Ada, Grace", "Friday", "open"]);
    file.capture(26 * MINUTE, "talk", "action", ["Book the room", "Alan", "", "settled"]);
    file.capture(27 * MINUTE, "ways", "action", ["Never mind", "", "", "dropped"]);
    file.capture(28 * MINUTE, "ways", "question", ["Who pays for it?", "", "", "open"]);
    file.0.execute("UPDATE session SET ended_ms = ?1", [BEGAN + 87 * MINUTE]).unwrap();
    venue
}

fn polls(talk: &mut Talk) {
    let choices = names(&["core", "team", "both"]);
    let mut first =
        poll("where", "Where should it sit?", PollKind::Single { choices: choices.clone() });
    first.answer = vec![2];
    talk.round(&first, &picks(&[14, 6, 2]));
    // The same 22 people, four of whom have moved from the first choice to the second, three to the third.
    let moved = [(1, 7), (2, 4), (3, 3), (2, 6), (3, 2)];
    let moved = moved.map(|(choice, times)| (Answer::Choices(vec![choice]), times));
    talk.round(&first, &moved);
    let id = talk.open(&poll("sure", "How sure are you?", PollKind::Fist));
    talk.command(round::Command::Hands(id, Some(vec![0, 1, 2, 5, 4, 3])));
    talk.finish(id);
    let several = PollKind::Multiple { choices: choices.clone(), min: 1, max: 3 };
    let both = [(Answer::Choices(vec![1, 3]), 5), (Answer::Choices(vec![2]), 4)];
    talk.round(&poll("several", "Which of these?", several), &both);
    let id = talk.open(&poll(
        "mixed",
        "Hands and ballots?",
        PollKind::Single { choices: choices.clone() },
    ));
    talk.command(round::Command::Hands(id, Some(vec![4, 0, 3])));
    let participant = Participant { via: Via::Kiosk, key: vec![9] };
    let answer = Answer::Choices(vec![1]);
    let (done, result) = mpsc::channel();
    let ballot = Ballot { round: id, participant, answer, seq: None, at_ms: talk.now };
    talk.store.cast(ballot, move |told| done.send(told).unwrap());
    result.recv_timeout(PATIENCE).unwrap().unwrap();
    talk.finish(id);
    let rank = poll("rank", "In which order?", PollKind::Ranking { choices: choices.clone() });
    talk.round(&rank, &[(Answer::Ranking(vec![2, 1, 3]), 3), (Answer::Ranking(vec![1, 2, 3]), 1)]);
    let scale = PollKind::Scale { min: 1, max: 3, labels: names(&["no", "yes"]) };
    talk.round(&poll("scale", "Does it help?", scale), &values(&[(1.0, 2), (3.0, 9)]));
    let weeks = PollKind::Number { min: Some(0.0), max: None, unit: Some("weeks".to_owned()) };
    talk.round(&poll("weeks", "How long?", weeks), &values(&[(2.0, 3), (4.5, 5), (10.0, 4)]));
    talk.round(
        &poll("dots", "What first?", PollKind::Dots { choices, dots: 3 }),
        &[(Answer::Choices(vec![1, 1, 2]), 2), (Answer::Choices(vec![3, 3, 3]), 1)],
    );
    let feelings = [(words(&["calm", "curious"]), 2), (words(&["Calm"]), 1)];
    talk.round(&poll("words", "One word?", PollKind::Words { max: 2 }), &feelings);
    let open = PollKind::Text { max_chars: 280, moderated: false };
    let open = poll("wall", "What is missing?", open);
    talk.round(&open, &[(text("More time to talk"), 1), (text("Coffee"), 1)]);
    let held = PollKind::Text { max_chars: 280, moderated: true };
    talk.round(&poll("held", "Anything else?", held), &[(text("A rude remark"), 1)]);
}

#[test]
fn an_evening_as_markdown() {
    let [markdown, _] = evening().both(FreeText::Kept);
    insta::assert_snapshot!(markdown);
}

#[test]
fn an_evening_as_a_page() {
    let [_, html] = evening().both(FreeText::Kept);
    let (_, body) = html.split_once("</style>").unwrap();
    insta::assert_snapshot!(body);
}

#[test]
fn the_agenda_stands_beside_what_became_of_it() {
    let venue = evening();
    let part = |title: &str, minutes: i64, slides: &[&str]| {
        let slide = |id| serde_json::json!({"id": id, "title": id, "ms": 0, "optional": null});
        let slides: Vec<_> = slides.iter().map(slide).collect();
        serde_json::json!({"title": title, "ms": minutes * MINUTE, "slides": slides})
    };
    let parts = [
        part("Opening", 1, &["welcome"]),
        part("Ways & *means*", 20, &["ways", "talk"]),
        part("Break", 10, &[]),
        part("Close", 5, &["never"]),
    ];
    let plan = serde_json::json!({"agenda": "evening", "parts": parts});
    let file = File::of(&venue);
    let began = MINUTE - 5_001;
    let line = serde_json::json!({"zero_ms": BEGAN + began, "paused_ms": null, "plan": plan});
    file.log(began, "clock", &line.to_string());
    let paused = 24 * MINUTE - began;
    file.log(24 * MINUTE, "clock", &format!("{{\"paused_ms\":{paused}}}"));
    let zero = BEGAN + began + MINUTE;
    file.log(25 * MINUTE, "clock", &format!("{{\"zero_ms\":{zero}}}"));
    let [markdown, html] = venue.both(FreeText::Kept);
    let rest = markdown.split_once("## Planned and actual\n\n").unwrap().1;
    let expected = "The agenda was evening.\n\n\
        | Part | Planned | Actual | Longer by |\n|---|--:|--:|--:|\n\
        | Opening | 0:00 to 1:00 | 0:00 to 0:00 | −1:00 |\n\
        | Ways \\& \\*means\\* | 1:00 to 21:00 | 0:00 to 24:05 | +4:05 |\n\
        | Break | 21:00 to 31:00 | 24:05 to 29:05 | −5:00 |\n\
        | Close | 31:00 to 36:00 | left out |  |\n\n\
        It ended after 1:25:05, 49:05 later than the 36:00 planned.\n";
    let told = rest.split("\n## ").next().unwrap();
    assert_eq!(told.trim(), expected.trim());
    assert!(html.contains("<h2 id=\"agenda\">Planned and actual</h2>"), "{html}");
    assert!(
        html.contains("<td class=\"number\">24:05 to 29:05</td><td class=\"number\">−5:00</td>")
    );
    let without = evening().both(FreeText::Kept);
    assert!(without.iter().all(|report| !report.contains("Planned and actual")));
}

#[test]
fn the_session_alone_is_enough() {
    let venue = evening();
    let markdown = report::markdown(&venue.report(None, FreeText::Kept));
    insta::assert_snapshot!(markdown.split("## Polls").next().unwrap());
    assert!(markdown.contains("| 14:20 | Discussion, think: why |"), "{markdown}");
    assert!(!markdown.contains("## Sources"));
}

/// What was sent in, as rows: label and count.
const SENT: &[(&str, &[(&str, &str)])] = &[
    (
        "Where should it sit?",
        &[
            ("core", "14"),
            ("team", "6"),
            ("both", "2"),
            ("core", "7"),
            ("team", "10"),
            ("both", "5"),
        ],
    ),
    (
        "How sure are you?",
        &[("0", "0"), ("1", "1"), ("2", "2"), ("3", "5"), ("4", "4"), ("5", "3")],
    ),
    ("Which of these?", &[("core", "5"), ("team", "4"), ("both", "5")]),
    ("Hands and ballots?", &[("core", "5"), ("team", "0"), ("both", "3")]),
    ("In which order?", &[("core", "5"), ("team", "7"), ("both", "0")]),
    ("Does it help?", &[("no", "2"), ("", "0"), ("yes", "9")]),
    ("How long?", &[("2 weeks", "3"), ("4.5 weeks", "5"), ("10 weeks", "4")]),
    ("What first?", &[("core", "4"), ("team", "2"), ("both", "3")]),
    ("One word?", &[("calm", "3"), ("curious", "2")]),
];

#[test]
fn every_count_that_was_sent_in_is_on_its_line() {
    let [markdown, html] = evening().both(FreeText::Kept);
    for (question, rows) in SENT {
        let after = markdown.split_once(&format!("### {question}\n")).expect(question).1;
        let part = after.split("\n### ").next().unwrap();
        let lines: Vec<Vec<&str>> =
            part.lines().map(|line| line.split('|').map(str::trim).collect()).collect();
        for (label, count) in *rows {
            let has = |cells: &&Vec<&str>| {
                let named = cells
                    .iter()
                    .any(|cell| *cell == *label || cell.starts_with(&format!("{label} ✓")));
                let counted = |cell: &&str| cell.split([' ', ',']).next() == Some(*count);
                named && cells.iter().skip(2).any(counted)
            };
            assert!(lines.iter().any(|cells| has(&cells)), "{question} {label} {count} in\n{part}");
        }
        let after =
            html.split_once(&format!("<h3 dir=\"auto\">{question}</h3>")).expect(question).1;
        let part = after.split("</article>").next().unwrap();
        for (label, count) in *rows {
            let name = format!("<bdi>{label}</bdi>");
            let cell = format!("<td class=\"number\">{count}</td>");
            let on_row = part.lines().any(|line| line.contains(&name) && line.contains(&cell));
            assert!(on_row, "{question} {label} {count} in\n{part}");
        }
    }
}

#[test]
fn percents_begin_with_ten_voters() {
    let [markdown, _] = evening().both(FreeText::Kept);
    let part = |question: &str| {
        let after = markdown.split_once(&format!("### {question}\n")).unwrap().1;
        after.split("\n### ").next().unwrap().to_owned()
    };
    assert!(part("Where should it sit?").contains("14 (64%)"));
    assert!(!part("Which of these?").contains('%'));
}

#[test]
fn what_is_hidden_stays_hidden() {
    let [markdown, html] = evening().both(FreeText::Kept);
    // Two people stayed with the third choice: so few that they could be named.
    let row = markdown.lines().find(|line| line.starts_with("| 3 both |")).unwrap();
    assert!(row.contains('·'), "{row}");
    assert!(markdown.contains("so few that it could name somebody"));
    assert!(html.contains("<span class=\"unseen\">hidden</span>"));
}

#[test]
fn a_redacted_report_has_nothing_that_people_wrote() {
    let venue = evening();
    let written = [
        "calm",
        "curious",
        "More time to talk",
        "Coffee",
        "A rude remark",
        "Speak up",
        "It was nobody",
        "We try it",
        "Write it up",
        "Ada",
        "Grace",
        "Alan",
        "Friday",
        "Book the room",
        "Who pays",
        "Never mind",
    ];
    for (kept, redacted) in venue.both(FreeText::Kept).iter().zip(venue.both(FreeText::LeftOut)) {
        for text in written {
            let small = redacted.split("</style>").last().unwrap().to_lowercase();
            assert!(!small.contains(&text.to_lowercase()), "{text} is in\n{redacted}");
            let is_dropped = text == "Never mind" || text == "A rude remark";
            let escaped = text.replace('\'', "&#39;");
            assert_eq!(kept.contains(text) || kept.contains(&escaped), !is_dropped, "{text}");
        }
        assert!(
            redacted.contains("5 words were left out here, 2 of them different."),
            "{redacted}"
        );
        assert!(redacted.contains("2 actions were written down and left out here."));
    }
}

/// A session in which the room writes nothing but what might break out of its place.
fn attack() -> Venue {
    let venue = Venue::new();
    let mut talk = Talk::begin(&venue);
    let hostile: Vec<&str> = HOSTILE.lines().collect();
    for (at, three) in hostile.chunks(3).enumerate() {
        let choices = three.iter().chain(&["a", "b"]).map(|text| (*text).to_owned()).collect();
        let question = three[0];
        talk.round(
            &poll(&format!("p{at}"), question, PollKind::Single { choices }),
            &picks(&[1, 2]),
        );
    }
    let texts: Vec<(Answer, u32)> = hostile.iter().map(|one| (text(one), 1)).collect();
    let kind = PollKind::Text { max_chars: 500, moderated: false };
    talk.round(&poll("t", "Anything?", kind), &texts);
    let spoken: Vec<(Answer, u32)> = hostile
        .iter()
        .map(|one| one.replace(' ', "\u{a0}"))
        .map(|one| (words(&[&one.split('\u{a0}').collect::<String>()]), 1))
        .filter(|(answer, _)| matches!(answer, Answer::Words(words) if words[0].graphemes() <= 30))
        .collect();
    talk.round(&poll("w", "A word?", PollKind::Words { max: 1 }), &spoken);
    talk.end();
    let file = File::of(&venue);
    for (at, one) in (0..).zip(&hostile) {
        let safe = SafeText::new(one);
        for kind in ["note", "decision", "action", "quote", "question"] {
            file.capture(
                MINUTE,
                "nowhere",
                kind,
                [safe.as_str(), safe.as_str(), safe.as_str(), "open"],
            );
        }
        file.slide(MINUTE + at * 2_000, "nowhere");
        file.0.execute("UPDATE log SET data = json_object('id', ?1, 'step', 1) WHERE seq = last_insert_rowid()", [one]).unwrap();
    }
    file.0
        .execute("UPDATE session SET name = '</title><script>' , title = '# <script> | x'", [])
        .unwrap();
    venue
}

#[test]
fn what_the_room_writes_is_text_in_markdown() {
    let markdown = report::markdown(&attack().report(None, FreeText::Kept));
    let mut read = String::new();
    for event in Parser::new_ext(&markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
        match event {
            Event::Text(text) => read.push_str(&text),
            Event::Start(Tag::Heading { .. } | Tag::Item | Tag::TableCell) => read.push('\n'),
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::Code(_)
            | Event::FootnoteReference(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::Rule
            | Event::HardBreak
            | Event::Start(
                Tag::Link { .. }
                | Tag::Image { .. }
                | Tag::CodeBlock(_)
                | Tag::BlockQuote(_)
                | Tag::HtmlBlock
                | Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript
                | Tag::FootnoteDefinition(_)
                | Tag::DefinitionList
                | Tag::MetadataBlock(_),
            ) => panic!("{event:?} in\n{markdown}"),
            _ => {}
        }
    }
    for one in HOSTILE.lines() {
        let text = SafeText::new(one);
        assert!(read.contains(text.as_str()), "{one:?} is not in\n{read}");
    }
}

/// Elements without an end.
const VOID: [&str; 3] = ["meta", "br", "rect"];

/// Asserts that every element is closed where it should be and does nothing; the text of the page.
fn assert_harmless(html: &str) -> String {
    let mut open: Vec<String> = Vec::new();
    let mut read = String::new();
    let allowed = [
        "html", "head", "meta", "title", "style", "body", "header", "main", "nav", "section",
        "article", "h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "dl", "div", "dt", "dd", "table",
        "caption", "thead", "tbody", "tr", "th", "td", "svg", "rect", "span", "bdi", "q", "a",
        "strong",
    ];
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        let utf8 = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        match token {
            Token::StartTag(tag) => {
                let name = utf8(&tag.name);
                assert!(allowed.contains(&name.as_str()), "<{name}>");
                for (attribute, value) in &tag.attributes {
                    let (attribute, value) = (utf8(attribute), utf8(&value.value));
                    assert!(
                        !attribute.starts_with("on") && attribute != "style" && attribute != "src",
                        "{attribute}"
                    );
                    if attribute == "href" {
                        assert!(
                            name == "a"
                                && (value.starts_with('#') || value.starts_with("https://")),
                            "{value}"
                        );
                    }
                }
                if !tag.self_closing && !VOID.contains(&name.as_str()) {
                    open.push(name);
                }
            }
            Token::EndTag(tag) => assert_eq!(open.pop(), Some(utf8(&tag.name)), "in {open:?}"),
            Token::String(text) => {
                if open.last().is_none_or(|last| last != "style") {
                    read.push_str(&utf8(&text));
                }
            }
            Token::Comment(_) => panic!("a comment"),
            Token::Error(error) => panic!("{error:?}"),
            Token::Doctype(_) => {}
        }
    }
    assert!(open.is_empty(), "{open:?} are not closed");
    for loads in ["url(", "@import", "http-equiv=\"refresh\"", "javascript:"] {
        assert!(!html.split("</style>").next().unwrap().contains(loads), "{loads}");
    }
    read
}

#[test]
fn what_the_room_writes_is_text_on_the_page() {
    let html = report::html(&attack().report(None, FreeText::Kept));
    let read = assert_harmless(&html);
    for one in HOSTILE.lines() {
        let text = SafeText::new(one);
        assert!(read.contains(text.as_str()), "{one:?} is not in\n{read}");
    }
}

#[test]
fn the_page_is_well_formed_and_needs_nothing_else() {
    let [_, html] = evening().both(FreeText::Kept);
    assert_harmless(&html);
    assert!(html.contains("<html lang=\"en\">"));
    assert!(html.contains("default-src 'none'"));
    // Headings go down one level at a time.
    let mut level = 0;
    for rest in html.split("<h").skip(1) {
        let Some(next) = rest.chars().next().and_then(|c| c.to_digit(10)) else { continue };
        assert!(next <= level + 1, "h{next} after h{level}");
        level = next;
    }
    // Every head of a table says what it is the head of.
    for rest in html.split("<th").skip(1) {
        assert!(rest.starts_with("ead") || rest.starts_with(" scope="), "<th{rest}");
    }
    let links: Vec<&str> =
        html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    for part in links.iter().filter_map(|link| link.strip_prefix('#')) {
        assert!(html.contains(&format!("id=\"{part}\"")), "#{part} leads nowhere");
    }
    assert!(links.contains(&"https://example.org/book?a=1&amp;b=2"));
    assert!(!html.contains("UNUSED"), "a slide that was not shown has no sources here");
}

#[test]
fn a_thousand_participants_and_fifty_rounds() {
    let venue = Venue::new();
    let mut talk = Talk::begin(&venue);
    let choices = names(&["a", "b", "c", "d"]);
    let asked = poll("again", "Which?", PollKind::Single { choices });
    for round in 0..50_u32 {
        talk.round(&asked, &picks(&[400 - round, 300 + round, 200, 100]));
    }
    talk.end();
    let [markdown, html] = venue.both(FreeText::Kept);
    for round in 0..50_u32 {
        let (a, b) =
            (format!("| 1 | a | {} |", 400 - round), format!("| 2 | b | {} |", 300 + round));
        assert!(markdown.contains(&a) && markdown.contains(&b), "{a} {b}");
    }
    assert_eq!(html.matches("<h4>Round ").count(), 50);
    assert_harmless(&html);
}

#[test]
fn the_command_writes_by_the_end_of_the_name() {
    let venue = evening();
    let run = |arguments: &[&str]| {
        let output = venue.run(&[&["report"], arguments].concat());
        (
            output.status.code().unwrap(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let read = |name: &str| fs::read_to_string(venue.path().join(name)).unwrap();
    let (code, printed, _) = run(&["."]);
    assert_eq!(code, 0);
    assert!(printed.starts_with("# Who owns it?\n\nThree ways\n"), "{printed}");
    assert!(printed.contains("2026-03-12, 13:00 to 14:27 (UTC)"), "{printed}");
    assert_eq!(run(&[".", "-o", "report.md"]), (0, String::new(), String::new()));
    assert_eq!(read("report.md"), printed);
    assert_eq!(run(&[".", "-o", "report.html", "--session", "1"]).0, 0);
    assert!(read("report.html").starts_with("<!DOCTYPE html>"));
    assert_eq!(run(&[".", "-o", "page.txt", "--format", "html", "--redact"]).0, 0);
    assert!(!read("page.txt").contains("Coffee"));
    // Another deck is no help: the built-in talk has another title.
    let (code, alone, _) = run(&[]);
    assert_eq!(code, 0);
    assert!(!alone.contains("Three ways") && alone.contains("Where should it sit?"));
    let (code, _, sentence) = run(&["-o", "report.pdf"]);
    assert_eq!(code, 2);
    assert!(sentence.contains("report.pdf does not say in which format"), "{sentence}");
    let (code, _, sentence) = run(&["-o", "no/such/folder.md"]);
    assert_eq!(code, 1);
    assert!(sentence.contains("cannot write no/such/folder.md"), "{sentence}");
    let (code, _, sentence) = run(&["--session", "Lisbon"]);
    assert_eq!(code, 1);
    assert!(sentence.contains("no session `Lisbon`"), "{sentence}");
}
