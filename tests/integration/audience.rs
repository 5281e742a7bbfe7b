//! The audience protocol over HTTP, as browsers and scripts see it, and as somebody with bad intentions does.

use std::io::{ErrorKind, Read as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use serde_json::{Value, json};

use crate::pty::PATIENCE;
use crate::web::{Guest, Hall, ask, command, get, post, send, since_1970};

const DECK: &str = "# One {#one}\n\nWords.\n\n---\n\n# Who decides? {#who}\n\n```poll\nid = \"who\"\nkind = \"single\"\n\
    question = \"Who decides?\"\nchoices = [\"core\", \"team\", \"both\"]\nanswer = [2]\n```\n\n---\n\n# Say {#say}\n\n\
    ```poll\nid = \"say\"\nkind = \"text\"\nquestion = \"What is missing?\"\n```\n\n---\n\n# Once {#once}\n\n\
    ```poll\nid = \"once\"\nkind = \"fist\"\nquestion = \"How sure?\"\nchange = false\n```\n";

/// A folder with a deck and room for votes.
struct Venue(tempfile::TempDir);

impl Venue {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("talk.md"), DECK).unwrap();
        Self(folder)
    }

    fn deck(&self) -> PathBuf {
        self.0.path().join("talk.md")
    }

    fn data(&self) -> PathBuf {
        self.0.path().join("data")
    }

    fn hall(&self) -> Hall {
        Hall::open(&self.deck(), &self.data())
    }

    fn hall_with(&self, arguments: &[&str]) -> Hall {
        Hall::open_with(&self.deck(), &self.data(), arguments)
    }
}

#[test]
fn a_room_says_where_it_is_and_ends_with_a_signal() {
    for signal in ["INT", "TERM"] {
        let venue = Venue::new();
        let mut hall = venue.hall();
        assert_eq!(hall.session, 1);
        let health = get(hall.address, "/health", "");
        assert_eq!((health.status, health.body.as_str()), (200, ""));
        // Only the address that was asked for listens.
        assert!(TcpStream::connect(("127.0.0.2", hall.address.port())).is_err());
        let mut listener = hall.join().listen();
        assert_eq!(listener.next().unwrap()["phase"], "idle");
        assert_eq!(hall.end(signal).code(), Some(0));
        // Whoever listens is told that it is over.
        while listener.next().is_some() {}
    }
}

#[test]
fn an_address_that_cannot_be_had_ends_the_room_with_a_sentence() {
    let venue = Venue::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let serve = |address: &str| {
        let deck = venue.deck();
        let mut command = command(&venue.data());
        command.arg("serve").arg(deck).args(["--bind", address]).output().unwrap()
    };
    let output = serve(&address);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let why = String::from_utf8(output.stderr).unwrap();
    assert!(why.contains(&address) && why.contains("cannot listen"), "{why}");
    assert_eq!(serve("talk.md").status.code(), Some(2));
}

#[test]
fn joining_takes_the_code_in_any_case_and_nothing_else() {
    let venue = Venue::new();
    let hall = venue.hall();
    for path in ["/j/", "/J/"] {
        for code in [hall.code.clone(), hall.code.to_lowercase()] {
            let answer = get(hall.address, &format!("{path}{code}"), "");
            assert_eq!((answer.status, answer.header("location")), (303, Some("/")));
            let cookie = answer.header("set-cookie").unwrap();
            assert!(cookie.starts_with("roundtable="), "{cookie}");
            assert!(cookie.contains("; HttpOnly; SameSite=Lax; Path=/"), "{cookie}");
        }
    }
    let query = get(hall.address, &format!("/j?code={}", hall.code.to_lowercase()), "");
    assert_eq!(query.status, 303);
    for wrong in ["/j/", "/j", "/j/AAAAAAAA", "/j/%00", "/j?code=", "/j?code=AAAAAAAA"] {
        let answer = get(hall.address, wrong, "");
        assert_eq!((answer.status, answer.header("set-cookie")), (404, None), "{wrong}");
        assert!(answer.body.contains("<form"), "{wrong}");
    }
    // However often somebody tries, the code still works.
    for _ in 0..50 {
        get(hall.address, "/j/AAAAAAAA", "");
    }
    // A link preview that follows the address without its cookie is nobody.
    let guest = hall.join();
    assert_eq!(guest.state()["joined"], 1);
    // Joining again keeps who one is.
    let again =
        get(hall.address, &format!("/j/{}", hall.code), &format!("Cookie: {}\r\n", guest.cookie));
    assert_eq!((again.status, again.header("set-cookie")), (303, None));
    assert_eq!(hall.join().state()["joined"], 2);
    assert_eq!(guest.state()["joined"], 2);
}

#[test]
fn who_has_not_joined_is_asked_for_the_code_and_told_nothing() {
    let venue = Venue::new();
    let hall = venue.hall();
    let joined = hall.join();
    assert!(hall.remote(&["poll", "open", "who"]));
    let forged = format!("Cookie: roundtable={}\r\n", "ab".repeat(32));
    for cookie in ["", "Cookie: roundtable=\r\n", "Cookie: other=1; roundtable=zz\r\n", &forged] {
        let home = get(hall.address, "/", cookie);
        assert_eq!(home.status, 200);
        assert!(home.body.contains("name=\"code\""));
        assert!(!home.body.contains("Who decides"), "{home:?}");
        for path in ["/state", "/events"] {
            assert_eq!(get(hall.address, path, cookie).status, 403, "{path}");
        }
        let ballot = post(hall.address, cookie, &format!("round={}&choice=1", joined.round()));
        assert_eq!(ballot.status, 403);
    }
    assert_eq!(joined.state()["answered"], 0);
    assert!(joined.page("/").body.contains("Who decides"));
}

#[test]
fn a_ballot_is_recorded_once_and_may_change_while_the_round_is_open() {
    let venue = Venue::new();
    let hall = venue.hall();
    let guest = hall.join();
    assert!(hall.remote(&["poll", "open", "who"]));
    let round = guest.round();
    let first = guest.vote(&format!("round={round}&choice=1&seq=5"));
    assert_eq!((first.status, first.json()), (200, json!({"recorded": true, "revision": 1})));
    // A repetition, and one that was overtaken, change nothing.
    for repeated in ["choice=1&seq=5", "choice=3&seq=4"] {
        let again = guest.vote(&format!("round={round}&{repeated}"));
        assert_eq!((again.status, again.json()["revision"].clone()), (200, json!(1)));
    }
    assert_eq!(guest.state()["mine"], json!({"revision": 1, "choice": [1]}));
    let changed = guest.vote(&format!("round={round}&choice=2"));
    assert_eq!(changed.json()["revision"], 2);
    let state = guest.state();
    assert_eq!(
        (&state["mine"], &state["answered"]),
        (&json!({"revision": 2, "choice": [2]}), &json!(1))
    );
    // A browser is sent back to the page.
    let plain = format!("Cookie: {}\r\nAccept: text/html\r\n", guest.cookie);
    let mut browser = post(hall.address, &plain, &format!("round={round}&choice=3"));
    while browser.status == 429 {
        browser = post(hall.address, &plain, &format!("round={round}&choice=3"));
    }
    assert_eq!((browser.status, browser.header("location")), (303, Some("/")));
    assert!(hall.remote(&["poll", "close"]));
    let late = guest.vote(&format!("round={round}&choice=1"));
    assert_eq!((late.status, late.json()["recorded"].clone()), (409, json!(false)));
    assert!(hall.remote(&["poll", "reveal"]));
    let counts = &hall.results()["polls"][0]["rounds"][0]["choices"];
    assert_eq!(
        [0, 1, 2].map(|at| counts[at]["count"].clone()),
        [0, 0, 1].map(|count| json!(count))
    );
}

#[test]
fn a_late_ballot_never_lands_in_another_round() {
    let venue = Venue::new();
    let hall = venue.hall();
    let guest = hall.join();
    assert!(hall.remote(&["poll", "open", "who"]));
    let first = guest.round();
    assert!(hall.remote(&["poll", "close"]) && hall.remote(&["poll", "reveal"]));
    assert!(hall.remote(&["poll", "again"]));
    let second = guest.round();
    assert_ne!(first, second);
    for gone in [first, 0, -1, 99, i64::MAX] {
        assert_eq!(guest.vote(&format!("round={gone}&choice=1")).status, 409, "{gone}");
    }
    assert_eq!(guest.state()["answered"], 0);
    assert_eq!(guest.vote(&format!("round={second}&choice=1")).status, 200);
    assert!(hall.remote(&["poll", "close"]));
    assert!(hall.remote(&["poll", "reveal"]) && hall.remote(&["poll", "open", "once"]));
    let other = guest.round();
    assert_eq!(guest.vote(&format!("round={second}&choice=1")).status, 409);
    assert_eq!(guest.vote(&format!("round={other}&value=3")).status, 200);
    // An answer that is final is not changed.
    assert_eq!(guest.vote(&format!("round={other}&value=4")).status, 409);
    assert_eq!(guest.vote(&format!("round={other}&value=3")).status, 200);
}

#[test]
fn what_is_no_ballot_is_refused_with_its_own_answer() {
    let venue = Venue::new();
    let hall = venue.hall();
    assert!(hall.remote(&["poll", "open", "who"]));
    let round = hall.join().round();
    let status = |form: &str| hall.join().post(form).status;
    for (form, expected) in [
        (String::new(), 422),
        (format!("round={round}"), 422),
        (format!("round={round}&choice=4"), 422),
        (format!("round={round}&choice=1&choice=2"), 422),
        (format!("round={round}&value=1"), 422),
        (format!("round={round}&choice=1&seq=x"), 422),
        (format!("round={round}&choice=1&seq=99999999999999999"), 422),
        (format!("round={round}&choice=1&admin=1"), 422),
        (format!("round={round}&choice=1&seq={}", "9".repeat(4_000)), 422),
        (format!("round={round}&choice=1&text={}", "x".repeat(4_096)), 413),
        ("x".repeat(1_000_000), 413),
    ] {
        assert_eq!(status(&form), expected, "{}", form.get(..60).unwrap_or(&form));
    }
    // Without a length, too, no more than so much is read.
    let guest = hall.join();
    let head = format!(
        "POST /ballot HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nTransfer-Encoding: chunked\r\n",
        hall.address, guest.cookie
    );
    let chunked = format!("2000\r\n{}\r\n0\r\n\r\n", "x".repeat(0x2000));
    assert_eq!(ask(hall.address, &head, &chunked).status, 413);
    let answer = guest.post(&format!("round={round}&choice=9"));
    assert!(answer.json()["error"].as_str().unwrap().contains("no choice 9"), "{answer:?}");
    assert_eq!(guest.state()["answered"], 0);
}

#[test]
fn five_ballots_at_once_then_it_is_too_fast() {
    let venue = Venue::new();
    let hall = venue.hall();
    assert!(hall.remote(&["poll", "open", "who"]));
    let (fast, other) = (hall.join(), hall.join());
    let round = fast.round();
    let mut answers: Vec<u16> = Vec::new();
    for choice in [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2] {
        answers.push(fast.post(&format!("round={round}&choice={choice}")).status);
    }
    assert_eq!(answers[..5], [200; 5]);
    let refused = answers.iter().position(|status| *status == 429).expect("never too fast");
    assert!(answers[..refused].iter().all(|status| *status == 200));
    let mut last = fast.post(&format!("round={round}&choice=1"));
    while last.status != 429 {
        last = fast.post(&format!("round={round}&choice=1"));
    }
    assert_eq!(last.header("retry-after"), Some("1"));
    // Nobody else is slowed down by it.
    assert_eq!(other.post(&format!("round={round}&choice=1")).status, 200);
}

#[test]
fn another_host_and_another_site_are_refused() {
    let venue = Venue::new();
    let hall = venue.hall();
    assert!(hall.remote(&["poll", "open", "who"]));
    let guest = hall.join();
    let round = guest.round();
    let address = hall.address;
    let port = address.port();
    let host = |host: &str| ask(address, &format!("GET /health HTTP/1.1\r\n{host}"), "").status;
    for ours in [address.to_string(), format!("localhost:{port}"), format!("LOCALHOST:{port}")] {
        assert_eq!(host(&format!("Host: {ours}\r\n")), 200, "{ours}");
    }
    for foreign in ["evil.example", "127.0.0.1", "127.0.0.1:1", "", "localhost:1"] {
        assert_eq!(host(&format!("Host: {foreign}\r\n")), 403, "{foreign}");
    }
    assert_eq!(host(&format!("Host: {address}\r\nHost: evil.example\r\n")), 403);
    let target = format!("GET http://evil.example/health HTTP/1.1\r\nHost: {address}\r\n");
    assert_eq!(ask(address, &target, "").status, 403);
    let vote = |origin: &str| {
        let guest = hall.join();
        let headers = format!("Cookie: {}\r\nAccept: application/json\r\n{origin}", guest.cookie);
        post(address, &headers, &format!("round={round}&choice=1")).status
    };
    assert_eq!(vote(&format!("Origin: http://{address}\r\n")), 200);
    assert_eq!(vote(""), 200);
    for origin in ["null", "http://evil.example", "https://127.0.0.1", "http://127.0.0.1"] {
        assert_eq!(vote(&format!("Origin: {origin}\r\n")), 403, "{origin}");
    }
    assert_eq!(guest.state()["answered"], 2);
}

#[test]
fn there_is_nothing_else_and_every_answer_is_guarded() {
    let venue = Venue::new();
    let hall = venue.hall();
    let guest = hall.join();
    for path in [
        "/admin",
        "/remote",
        "/ballot/",
        "/state/x",
        "/j/x/y/../..",
        "/..%2f..%2fetc/passwd",
        "//",
        "/roundtable.db",
        "/%00",
        "/favicon.ico",
        "/jx",
        "/health/..",
    ] {
        let answer = guest.page(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.body.contains(path) || path == "//", "{path}");
    }
    for (method, path) in
        [("GET", "/ballot"), ("POST", "/"), ("POST", "/state"), ("DELETE", "/j/x")]
    {
        let head =
            format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nContent-Length: 0\r\n", hall.address);
        let answer = ask(hall.address, &head, "");
        assert_eq!(answer.status, 405, "{method} {path}");
        assert!(answer.header("allow").is_some());
    }
    let answers = [
        guest.page("/"),
        guest.page("/state"),
        guest.page("/nothing"),
        guest.page("/health"),
        get(hall.address, "/", ""),
        get(hall.address, "/j/WRONG", ""),
        guest.post("round=1"),
        get(hall.address, &format!("/j/{}", hall.code), ""),
    ];
    for answer in answers {
        let policy = answer.header("content-security-policy").unwrap();
        assert!(
            policy.starts_with("default-src 'none';") && !policy.contains("unsafe"),
            "{policy}"
        );
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy"), Some("same-origin"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert!(answer.header("server").is_none());
    }
}

/// All that somebody is told: the state, which events tell alike, and the same with the page as text.
#[track_caller]
fn told(guest: &Guest) -> (Value, String) {
    let event = guest.listen().next().unwrap();
    let state = guest.state();
    assert_eq!(event, state);
    (state.clone(), format!("{state}{}", guest.page("/").body))
}

#[test]
fn before_a_round_is_revealed_nothing_is_told_but_how_many_answered() {
    let venue = Venue::new();
    let hall = venue.hall();
    let (ada, bob) = (hall.join(), hall.join());
    // Nobody knows the question of a later slide.
    let (state, text) = told(&bob);
    assert_eq!((&state["phase"], &state["poll"]), (&json!("idle"), &Value::Null));
    assert_eq!(state["round"], Value::Null);
    assert!(!text.contains("decides") && !text.contains("missing"), "{text}");
    assert!(hall.remote(&["poll", "open", "who"]));
    assert_eq!(ada.post(&format!("round={}&choice=3", ada.round())).status, 200);
    for (phase, next) in [("open", "close"), ("closed", "reveal")] {
        let (state, text) = told(&bob);
        assert_eq!((&state["phase"], &state["tally"]), (&json!(phase), &Value::Null));
        assert_eq!((&state["answered"], &state["mine"]), (&json!(1), &Value::Null));
        for secret in ["\"count\":", "\"median\":", "\"answer\":", "right answer"] {
            assert!(!text.contains(secret), "{phase}: {secret} in {text}");
        }
        assert_eq!(ada.state()["mine"]["choice"], json!([3]));
        assert!(hall.remote(&["poll", next]));
    }
    let (state, _) = told(&bob);
    assert_eq!(state["tally"]["choices"][2], json!({"label": "both", "count": 1}));
    assert_eq!(state["tally"]["answer"], json!([2]));
}

#[test]
fn nobody_reads_a_text_of_others_before_the_speaker_releases_it() {
    let venue = Venue::new();
    let hall = venue.hall();
    let (ada, bob) = (hall.join(), hall.join());
    assert!(hall.remote(&["poll", "open", "say"]));
    let text = "A+secret+%1b%5b2J%e2%80%ae+thing";
    assert_eq!(ada.post(&format!("round={}&text={text}", ada.round())).status, 200);
    for next in ["close", "reveal", "state"] {
        let (state, text) = told(&bob);
        assert!(!text.contains("secret"), "before {next}: {text}");
        assert_eq!(state["answered"], 1);
        assert_eq!(ada.state()["mine"]["text"], json!(["A secret [2J thing"]));
        assert!(hall.remote(&["poll", next]) || next == "state");
    }
    assert!(hall.remote(&["text", "release", "1"]));
    assert_eq!(told(&bob).0["tally"]["texts"], json!(["A secret [2J thing"]));
}

#[test]
fn an_empty_stage_shows_no_slide() {
    let venue = Venue::new();
    let hall = venue.hall();
    let guest = hall.join();
    assert!(hall.remote(&["goto", "who"]));
    assert_eq!(told(&guest).0["slide"], "who");
    assert!(hall.remote(&["blank"]));
    let (state, text) = told(&guest);
    assert_eq!(state["slide"], Value::Null);
    assert!(!text.contains("decides"), "{text}");
}

#[test]
fn listeners_hear_the_newest_state_and_no_more_often_than_they_should() {
    let venue = Venue::new();
    let hall = venue.hall();
    let mut events = hall.join().listen();
    let guests: Vec<Guest> = (0..60).map(|_| hall.join()).collect();
    assert!(hall.remote(&["poll", "open", "who"]));
    events.wait_for(|state| state["phase"] == "open");
    let round = guests[0].round();
    let start = since_1970();
    for guest in &guests {
        assert_eq!(guest.post(&format!("round={round}&choice=1")).status, 200);
    }
    let mut heard = 1.0;
    while events.next().unwrap()["answered"] != 60 {
        heard += 1.0;
    }
    let most = since_1970().abs_diff(start).as_secs_f64() * 10.0 + 2.0;
    assert!(heard <= most, "{heard} times, and at most {most}");
    assert!(hall.remote(&["next"]));
    events.wait_for(|state| state["slide"] == "say");
}

#[test]
fn slow_clients_are_let_go_and_disturb_nobody() {
    let venue = Venue::new();
    let hall = venue.hall();
    let guest = hall.join();
    let half_header = format!("GET / HTTP/1.1\r\nHost: {}\r\n", hall.address);
    let half_body = format!(
        "POST /ballot HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nContent-Length: 100\r\n\r\nround=1&",
        hall.address, guest.cookie
    );
    let probes: Vec<TcpStream> = ["", &half_header, &half_body]
        .iter()
        .map(|bytes| send(hall.address, bytes.as_bytes()))
        .collect();
    assert_eq!(guest.page("/").status, 200);
    for (what, mut probe) in ["silent", "half a header", "half a body"].into_iter().zip(probes) {
        let mut answer = String::new();
        // Closed hard or softly, but closed.
        let end = probe.read_to_string(&mut answer).map_err(|error| error.kind());
        assert!(!matches!(end, Err(ErrorKind::WouldBlock)), "{what} is still open");
        assert!(!answer.contains("200 OK"), "{what}: {answer}");
    }
    let long = format!("X-Long: {}\r\n", "x".repeat(20_000));
    assert_eq!(get(hall.address, "/health", &long).status, 431);
}

#[test]
fn a_room_with_few_descriptors_survives_a_storm() {
    let venue = Venue::new();
    let mut shell = Command::new("sh");
    let program = env!("CARGO_BIN_EXE_roundtable");
    shell.arg("-c").arg(format!(
        "ulimit -n 256; exec {program} serve \"$0\" --bind 127.0.0.1:0 --format json"
    ));
    shell.arg(venue.deck());
    shell.env("ROUNDTABLE_CONFIG", "/dev/null").env("ROUNDTABLE_DATA_DIR", venue.data());
    let hall = Hall::start(shell, &venue.data());
    let guest = hall.join();
    assert!(hall.remote(&["poll", "open", "who"]));
    let round = guest.round();
    let storm: Vec<TcpStream> =
        (0..600).filter_map(|_| TcpStream::connect(hall.address).ok()).collect();
    assert!(storm.len() > 300, "{}", storm.len());
    // The talk goes on meanwhile.
    assert!(hall.remote(&["state"]));
    drop(storm);
    let patience = since_1970() + PATIENCE;
    let mut recorded = false;
    while !recorded {
        assert!(since_1970() < patience, "nobody can vote any more");
        recorded = try_post(&guest, &format!("round={round}&choice=1"))
            .is_some_and(|status| status == 200);
    }
    assert!(hall.remote(&["poll", "close"]));
}

/// The status of an answer, if there is one.
fn try_post(guest: &Guest, form: &str) -> Option<u16> {
    let guest = guest.clone();
    let form = form.to_owned();
    thread::spawn(move || guest.post(&form).status).join().ok().filter(|status| *status > 0)
}

#[test]
fn six_hundred_vote_at_once_and_every_ballot_counts() {
    const VOTERS: usize = 600;
    let venue = Venue::new();
    let hall = venue.hall();
    let guests: Vec<Guest> = (0..VOTERS).map(|_| hall.join()).collect();
    assert!(hall.remote(&["poll", "open", "who"]));
    let round = guests[0].round();
    let mut listener = hall.join().listen();
    let gate = Barrier::new(VOTERS);
    thread::scope(|scope| {
        for (at, guest) in guests.iter().enumerate() {
            let gate = &gate;
            scope.spawn(move || {
                gate.wait();
                let answer = guest.post(&format!("round={round}&choice={}&seq=1", at % 3 + 1));
                assert_eq!(answer.json(), json!({"recorded": true, "revision": 1}));
            });
        }
    });
    assert_eq!(guests[0].state()["answered"], VOTERS);
    listener.wait_for(|state| state["answered"] == VOTERS);
    assert!(hall.remote(&["poll", "close"]) && hall.remote(&["poll", "reveal"]));
    let shown = guests[0].state();
    let kept = hall.results();
    for choice in 0..3 {
        assert_eq!(shown["tally"]["choices"][choice]["count"], 200);
        assert_eq!(kept["polls"][0]["rounds"][0]["choices"][choice]["count"], 200);
    }
}

#[test]
fn one_participant_in_a_thousand_hurries_has_one_ballot() {
    let venue = Venue::new();
    let hall = venue.hall();
    let guest = hall.join();
    assert!(hall.remote(&["poll", "open", "who"]));
    let round = guest.round();
    let recorded = AtomicU64::new(0);
    thread::scope(|scope| {
        for _ in 0..50 {
            scope.spawn(|| {
                let status = guest.post(&format!("round={round}&choice=1&seq=1")).status;
                assert!(matches!(status, 200 | 429), "{status}");
                recorded.fetch_add(u64::from(status == 200), Ordering::Relaxed);
            });
        }
    });
    assert!(recorded.into_inner() >= 5);
    let state = guest.state();
    assert_eq!((&state["answered"], &state["mine"]["revision"]), (&json!(1), &json!(1)));
}

#[test]
fn a_room_that_is_killed_under_load_has_lost_no_ballot_and_knows_everybody_again() {
    let venue = Venue::new();
    let mut hall = venue.hall();
    let guests: Vec<Guest> = (0..40).map(|_| hall.join()).collect();
    assert!(hall.remote(&["poll", "open", "who"]));
    let round = guests[0].round();
    let (stop, thanked) = (AtomicBool::new(false), AtomicU64::new(0));
    let acknowledged: Vec<(Guest, u64)> = thread::scope(|scope| {
        let voters: Vec<_> = guests
            .iter()
            .map(|guest| {
                let (stop, thanked) = (&stop, &thanked);
                scope.spawn(move || {
                    let mut revision = 0;
                    while !stop.load(Ordering::Relaxed) {
                        let form = format!("round={round}&choice={}", revision % 3 + 1);
                        // The room may be gone at any moment.
                        let answer = std::panic::catch_unwind(|| guest.post(&form));
                        let Ok(answer) = answer else { break };
                        match answer.status {
                            200 => {
                                revision = answer.json()["revision"].as_u64().unwrap();
                                thanked.fetch_add(1, Ordering::Relaxed);
                            }
                            429 => {}
                            _ => break,
                        }
                    }
                    (guest.clone(), revision)
                })
            })
            .collect();
        while thanked.load(Ordering::Relaxed) < 150 {
            thread::yield_now();
        }
        hall.kill();
        stop.store(true, Ordering::Relaxed);
        voters.into_iter().map(|voter| voter.join().unwrap()).collect()
    });
    let again = venue.hall_with(&["--bind", "127.0.0.1", "--resume"]);
    // The same code, the same port, the same session, the same people.
    assert_eq!(
        (again.address, &again.code, again.session),
        (hall.address, &hall.code, hall.session)
    );
    for (guest, revision) in acknowledged.iter().filter(|(_, revision)| *revision > 0) {
        let state = guest.state();
        let kept = state["mine"]["revision"].as_u64().unwrap();
        assert!(kept == *revision || kept == revision + 1, "{kept} after {revision}");
        assert_eq!(state["round"], round);
    }
    let state = guests[0].state();
    let voted = acknowledged.iter().filter(|(_, revision)| *revision > 0).count();
    assert!(state["answered"].as_u64().unwrap() >= voted as u64);
    assert_eq!(guests[0].post(&format!("round={round}&choice=2")).status, 200);
    assert_eq!(guests[0].state()["answered"], state["answered"]);
}
