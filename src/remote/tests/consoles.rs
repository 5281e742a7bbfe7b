//! Consoles: what they hear that nobody else does, and which of them drives.

use super::*;
use crate::app::status::{Backstage, Shown};

/// A console that has joined, and what it hears.
struct Console {
    reader: TalkReader,
    writer: TalkWriter,
}

/// The consoles, and what became of what was asked: all that a console heard so far.
#[derive(Debug, Default)]
struct Told {
    consoles: Vec<ConsoleAt>,
    shown: Shown,
    slide: String,
    result: Option<Result<Done, String>>,
}

impl Console {
    fn join(place: &Place, name: Option<&str>, drive: bool) -> Self {
        let (reader, writer) = connect(place).split().unwrap();
        let mut console = Self { reader, writer };
        let name = name.map(str::to_owned);
        let told = console.agree(Wheel::Follow { name, drive });
        assert!(told.result.unwrap().is_ok());
        console
    }

    fn agree(&mut self, wheel: Wheel) -> Told {
        let asked = self.writer.agree(wheel).unwrap();
        self.hear(|told, id| id == Some(asked) && told.result.is_some())
    }

    fn order(&mut self, order: Order) -> Result<Done, String> {
        let asked = self.writer.ask(Asked::Order(order)).unwrap();
        self.hear(|told, id| id == Some(asked) && told.result.is_some()).result.unwrap()
    }

    /// Hears until something is so.
    fn hear(&mut self, is_so: impl Fn(&Told, Option<u64>) -> bool) -> Told {
        let mut told = Told::default();
        loop {
            let mut answered = None;
            match self.reader.next().unwrap().unwrap() {
                Heard::State(status) => told.slide = status.slide,
                Heard::Stage { status, backstage, consoles } => {
                    (told.slide, told.shown) = (status.slide, backstage.shown);
                    told.consoles = consoles;
                }
                Heard::Answer { id, result } => {
                    answered = Some(id);
                    told.result = Some(result);
                }
            }
            if is_so(&told, answered) {
                return told;
            }
        }
    }

    /// Hears until this console drives, or another does.
    fn hear_driver(&mut self, name: Option<&str>) -> Told {
        self.hear(|told, _| {
            let driver = told.consoles.iter().find(|console| console.drives);
            !told.consoles.is_empty() && driver.map(|driver| driver.name.as_str()) == name
        })
    }
}

#[test]
fn only_a_console_hears_what_the_speaker_sees() {
    let place = place();
    let (server, _asked) = talk(&place);
    let mut console = Console::join(&place, None, true);
    let mut raw = Raw::greeted(&place);
    let backstage = Backstage {
        shown: Shown::Blank,
        notice: Some("secret".to_owned()),
        ..Backstage::default()
    };
    server.publish(&at("first"), &Arc::new(backstage.clone()));
    let told = console.hear(|told, _| told.shown == Shown::Blank);
    assert_eq!(told.slide, "first");
    server.publish(&at("second"), &Arc::new(backstage));
    let line = raw.line();
    assert_eq!(line["state"]["slide"], "second");
    assert!(line.get("stage").is_none() && !line.to_string().contains("secret"), "{line}");
}

#[test]
fn the_first_console_drives_until_another_takes_the_wheel() {
    let place = place();
    let _server = willing(&place);
    let mut first = Console::join(&place, Some("Ada"), true);
    let mut second = Console::join(&place, None, true);
    assert_eq!(first.order(Order::Next), Ok(Done::Order));
    let refused = second.order(Order::Next).unwrap_err();
    assert_eq!(refused, "`Ada` drives: take the wheel first");
    // Looking is free.
    assert!(second.order(Order::Texts(None)).is_ok());
    let told = second.agree(Wheel::Drive(None));
    assert!(told.result.unwrap().is_ok());
    assert_eq!(second.order(Order::Next), Ok(Done::Order));
    let told = first.hear_driver(Some("console"));
    assert!(told.consoles.iter().any(|console| console.you && !console.drives));
    assert!(first.order(Order::Next).is_err());
}

#[test]
fn the_wheel_goes_from_hand_to_hand_and_scripts_are_not_asked() {
    let place = place();
    let _server = willing(&place);
    let mut first = Console::join(&place, Some("Ada"), true);
    let mut second = Console::join(&place, Some("Ben"), true);
    assert!(second.agree(Wheel::Drive(Some("Ben".to_owned()))).result.unwrap().is_err());
    assert!(first.agree(Wheel::Drive(Some("Ben".to_owned()))).result.unwrap().is_ok());
    second.hear_driver(Some("Ben"));
    let mut script = connect(&place);
    assert_eq!(script.order(Order::Next), Ok(()));
    assert_eq!(script.let_drive("Ada".to_owned()), Ok(()));
    first.hear_driver(Some("Ada"));
    let names: Vec<_> =
        script.consoles().unwrap().into_iter().map(|one| (one.name, one.drives)).collect();
    assert_eq!(names, [("Ada".to_owned(), true), ("Ben".to_owned(), false)]);
    let error = script.let_drive("Cem".to_owned()).unwrap_err();
    assert_eq!(error, "no console `Cem` has joined: there is `Ada`, `Ben`");
    let (mut reader, mut writer) = script.split().unwrap();
    writer.agree(Wheel::Drive(None)).unwrap();
    let told = reader.find_map(|heard| match heard.unwrap() {
        Heard::Answer { result, .. } => Some(result),
        Heard::State(_) | Heard::Stage { .. } => None,
    });
    assert_eq!(told.unwrap().unwrap_err(), "only a console drives: say which");
}

#[test]
fn a_wheel_that_nobody_holds_goes_to_who_comes_to_drive_and_to_nobody_who_watches() {
    let place = place();
    let _server = willing(&place);
    let first = Console::join(&place, Some("Ada"), true);
    let mut second = Console::join(&place, Some("Ada"), true);
    let consoles = second.agree(Wheel::Consoles).result.unwrap().unwrap();
    let Done::Consoles(consoles) = consoles else { panic!("no consoles") };
    let names: Vec<_> = consoles.into_iter().map(|one| (one.name, one.drives, one.you)).collect();
    assert_eq!(names, [("Ada".to_owned(), true, false), ("Ada 2".to_owned(), false, true)]);
    drop(first);
    second.hear_driver(None);
    assert_eq!(second.order(Order::Next).unwrap_err(), "nobody drives: take the wheel first");
    let _watches = Console::join(&place, None, false);
    let _back = Console::join(&place, Some("Ada"), true);
    second.hear_driver(Some("Ada"));
}
