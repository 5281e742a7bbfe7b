//! The self-assessment while somebody fills it in: one person alone, or several, one after another.
//!
//! It knows no clock and no disk. Keys come in, an [`Effect`] goes out; what became of it comes back by
//! [`Assess::recorded`] and [`Assess::written`].

use crate::assessment::{Answer, Ask, Assessment, Fact, Level};
use crate::keymap::{Code, Key};
use crate::voter::Said;

mod findings;
mod group;

pub use findings::{Findings, GateLine, Moved};
pub use group::Group;

/// Who sits at the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seat {
    /// One person, who sees what the answers come to.
    Alone,
    /// One person after another; what all of them answered is seen at the end.
    Group,
}

/// What is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// How little the result will be worth.
    Warning,
    /// The statement of this index.
    Statement(usize),
    /// The gate of this index; not asked in a group.
    Gate(usize),
    /// The whole sheet is filled in, and not yet handed in; only in a group.
    Ready,
    /// The sheet was handed in; only in a group.
    Thanks,
    /// What a sheet comes to.
    Result,
    /// What all sheets come to.
    Group,
    /// How the sum was seen to behave.
    About,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Keep this sheet, and say by [`Assess::recorded`] what became of it.
    Record(Vec<Answer>),
    /// Write the result into a file, and say by [`Assess::written`] what became of it.
    Write,
    /// Let the shell have the terminal for a while.
    Stop,
    /// Leave.
    Leave,
}

/// What somebody filled in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// For each statement: nothing yet, or the answer.
    pub answers: Vec<Option<Answer>>,
    /// For each gate: the answer, if there is one.
    pub facts: Vec<Option<Fact>>,
}

/// Numbers that are being typed, one or two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Their digits.
    pub fields: [String; 2],
    /// The index of the one that keys go to.
    pub at: usize,
}

/// A self-assessment that is being filled in.
#[derive(Clone, Debug)]
pub struct Assess {
    assessment: Assessment,
    seat: Seat,
    screen: Screen,
    sheet: Sheet,
    typed: Typed,
    /// The sheets that were handed in.
    people: Vec<Vec<Answer>>,
    said: Option<Said>,
    /// The key that does something once it is pressed again.
    asked: Option<Key>,
    /// How many lines of the page are above the screen.
    top: usize,
}

/// Numbers with more digits than this are no numbers of people.
const DIGITS: usize = 5;

/// How many lines a page key scrolls.
const PAGE: i32 = 10;

impl Sheet {
    fn of(assessment: &Assessment) -> Self {
        let answers = vec![None; assessment.statements.len()];
        Self { answers, facts: vec![None; assessment.gates.len()] }
    }

    /// The answers as they are scored: what was passed over counts as not known.
    pub fn answers(&self) -> Vec<Answer> {
        self.answers.iter().map(|answer| answer.flatten()).collect()
    }

    fn is_empty(&self) -> bool {
        self.answers.iter().all(Option::is_none)
    }
}

impl Assess {
    /// An assessment that nobody has begun.
    pub fn new(assessment: Assessment, seat: Seat) -> Self {
        let (sheet, typed) = (Sheet::of(&assessment), Typed::default());
        let (people, screen) = (Vec::new(), Screen::Warning);
        Self { assessment, seat, screen, sheet, typed, people, said: None, asked: None, top: 0 }
    }

    /// One that somebody has answered.
    pub fn answered(assessment: Assessment, answers: &[Answer]) -> Self {
        let mut assess = Self::new(assessment, Seat::Alone);
        assess.sheet.answers = answers.iter().map(|answer| Some(*answer)).collect();
        assess.screen = Screen::Result;
        assess
    }

    /// What is asked.
    pub fn assessment(&self) -> &Assessment {
        &self.assessment
    }

    /// Who sits here.
    pub fn seat(&self) -> Seat {
        self.seat
    }

    /// What is on the screen.
    pub fn screen(&self) -> Screen {
        self.screen
    }

    /// What was filled in so far.
    pub fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    /// The numbers that are being typed on a gate.
    pub fn typed(&self) -> &Typed {
        &self.typed
    }

    /// The sheets that were handed in.
    pub fn people(&self) -> &[Vec<Answer>] {
        &self.people
    }

    /// The sentence to whoever sits here, if there is one.
    pub fn said(&self) -> Option<&Said> {
        self.said.as_ref()
    }

    /// How many lines of the page are above the screen.
    pub fn top(&self) -> usize {
        self.top
    }

    /// Whether there is a result.
    pub fn has_result(&self) -> bool {
        match self.seat {
            Seat::Alone => matches!(self.screen, Screen::Result | Screen::About),
            Seat::Group => !self.people.is_empty(),
        }
    }

    /// Takes up the sheets of a group that broke off.
    pub fn restore(&mut self, people: Vec<Vec<Answer>>) {
        self.people = people;
    }

    /// Takes in how far the page can be scrolled.
    pub fn settle(&mut self, most: usize) {
        self.top = self.top.min(most);
    }

    /// Scrolls by so many lines.
    pub fn scroll(&mut self, lines: i32) {
        let by = usize::try_from(lines.unsigned_abs()).unwrap_or(usize::MAX);
        self.top =
            if lines < 0 { self.top.saturating_sub(by) } else { self.top.saturating_add(by) };
    }

    /// Takes in what became of a sheet that was to be kept.
    pub fn recorded(&mut self, sheet: Vec<Answer>, result: Result<Said, String>) {
        match result {
            Ok(said) => {
                self.people.push(sheet);
                self.sheet = Sheet::of(&self.assessment);
                self.go(Screen::Thanks);
                self.said = Some(said);
            }
            Err(why) => {
                let text = format!("Not recorded: {why}. Enter tries again.");
                self.said = Some(Said { text, is_problem: true });
            }
        }
    }

    /// Takes in what became of a result that was to be written: the file's name, or why not.
    pub fn written(&mut self, result: Result<String, String>) {
        let (text, is_problem) = match result {
            Ok(name) => (format!("Written to {name}"), false),
            Err(why) => (why, true),
        };
        self.said = Some(Said { text, is_problem });
    }

    /// Takes in a key.
    pub fn press(&mut self, key: Key) -> Option<Effect> {
        self.said = None;
        let asked = self.asked.take();
        match key {
            _ if key == Key::ctrl('c') => return Some(Effect::Leave),
            _ if key == Key::ctrl('z') => return Some(Effect::Stop),
            _ if key == Key::ctrl('t') && self.seat == Seat::Group => {
                self.end_group();
                return None;
            }
            _ if key.ctrl => return None,
            _ => {}
        }
        match key.code {
            Code::Char('q') if self.may_leave() => return self.leave(key, asked),
            Code::Up => self.scroll(-1),
            Code::Down => self.scroll(1),
            Code::PageUp => self.scroll(-PAGE),
            Code::PageDown => self.scroll(PAGE),
            _ => return self.press_on(key, asked),
        }
        None
    }

    fn press_on(&mut self, key: Key, asked: Option<Key>) -> Option<Effect> {
        match self.screen {
            Screen::Warning | Screen::Thanks => {
                if matches!(key.code, Code::Enter | Code::Right) {
                    self.go(Screen::Statement(0));
                }
            }
            Screen::Statement(index) => self.statement(index, key),
            Screen::Gate(index) => self.gate(index, key),
            Screen::Ready => return self.ready(key),
            Screen::Result | Screen::Group => return self.result(key, asked),
            Screen::About => {
                if matches!(key.code, Code::Char('a') | Code::Esc | Code::Left | Code::Enter) {
                    self.go(self.last());
                }
            }
        }
        None
    }

    fn go(&mut self, screen: Screen) {
        self.screen = screen;
        self.top = 0;
        if let Screen::Gate(index) = screen {
            let fields = match self.sheet.facts.get(index).copied().flatten() {
                Some(Fact::Spread(people, teams)) => [people.to_string(), teams.to_string()],
                Some(Fact::Number(number)) => [number.to_string(), String::new()],
                Some(Fact::YesNo(_)) | None => Default::default(),
            };
            self.typed = Typed { fields, at: 0 };
        }
    }

    /// The screen that shows what all comes to.
    fn last(&self) -> Screen {
        match self.seat {
            Seat::Alone => Screen::Result,
            Seat::Group => Screen::Group,
        }
    }

    /// In a group nobody leaves by a key that a hand may hit, but from the result.
    fn may_leave(&self) -> bool {
        self.seat == Seat::Alone || matches!(self.screen, Screen::Group | Screen::About)
    }

    fn leave(&mut self, key: Key, asked: Option<Key>) -> Option<Effect> {
        let is_safe = self.has_result() || self.sheet.is_empty();
        if is_safe || asked == Some(key) {
            return Some(Effect::Leave);
        }
        self.ask(key, "Your answers are kept nowhere: q again leaves without a result.");
        None
    }

    /// Says what a key will do once it is pressed again.
    fn ask(&mut self, key: Key, question: &str) {
        self.asked = Some(key);
        self.said = Some(Said { text: question.to_owned(), is_problem: true });
    }

    fn statement(&mut self, index: usize, key: Key) {
        let answer = match key.code {
            Code::Char('d') => Some(None),
            Code::Char(c) => {
                c.to_digit(10).and_then(|n| Level::new(u8::try_from(n).ok()?)).map(Some)
            }
            Code::Left | Code::Backspace => return self.go(self.before(Screen::Statement(index))),
            Code::Right => return self.go(self.after(Screen::Statement(index))),
            _ => None,
        };
        let Some(answer) = answer else { return };
        if let Some(place) = self.sheet.answers.get_mut(index) {
            *place = Some(answer);
        }
        self.go(self.after(Screen::Statement(index)));
    }

    /// The screen that follows.
    fn after(&self, screen: Screen) -> Screen {
        let statements = self.assessment.statements.len();
        match screen {
            Screen::Statement(index) if index + 1 < statements => Screen::Statement(index + 1),
            Screen::Statement(_) if self.seat == Seat::Group => Screen::Ready,
            Screen::Statement(_) if !self.assessment.gates.is_empty() => Screen::Gate(0),
            Screen::Gate(index) if index + 1 < self.assessment.gates.len() => {
                Screen::Gate(index + 1)
            }
            _ => self.last(),
        }
    }

    /// The screen before.
    fn before(&self, screen: Screen) -> Screen {
        let statements = self.assessment.statements.len();
        match screen {
            Screen::Statement(0) => Screen::Warning,
            Screen::Statement(index) => Screen::Statement(index - 1),
            Screen::Gate(index) if index > 0 => Screen::Gate(index - 1),
            Screen::Result if !self.assessment.gates.is_empty() => {
                Screen::Gate(self.assessment.gates.len() - 1)
            }
            _ => Screen::Statement(statements.saturating_sub(1)),
        }
    }

    fn gate(&mut self, index: usize, key: Key) {
        let Some(gate) = self.assessment.gates.get(index) else { return };
        let fields = match gate.ask {
            Ask::Spread { .. } => 2,
            Ask::Number { .. } => 1,
            Ask::YesNo { .. } => 0,
        };
        let at = self.typed.at;
        let field = self.typed.fields.get_mut(at).filter(|_| at < fields);
        match (key.code, field) {
            (Code::Char('y'), None) => self.state(index, Some(Fact::YesNo(true))),
            (Code::Char('n'), None) => self.state(index, Some(Fact::YesNo(false))),
            (Code::Char('d'), _) => self.state(index, None),
            (Code::Char(digit @ '0'..='9'), Some(field)) if field.len() < DIGITS => {
                field.push(digit);
            }
            (Code::Backspace, Some(field)) if !field.is_empty() => {
                let _ = field.pop();
            }
            (Code::Left | Code::Backspace, _) if at > 0 => self.typed.at -= 1,
            (Code::Left | Code::Backspace, _) => self.go(self.before(Screen::Gate(index))),
            (Code::Enter | Code::Right | Code::Tab, Some(_)) if at + 1 < fields => {
                self.typed.at += 1;
            }
            (Code::Enter | Code::Right, Some(_)) => self.type_in(index, fields),
            (Code::Right, None) => self.go(self.after(Screen::Gate(index))),
            _ => {}
        }
    }

    /// Takes in the numbers of a gate, if all are typed.
    fn type_in(&mut self, index: usize, fields: usize) {
        let numbers = self.typed.fields.iter().map(|field| field.parse::<u32>().ok());
        let numbers: Vec<Option<u32>> = numbers.take(fields).collect();
        let fact = match numbers.as_slice() {
            [Some(people), Some(teams)] => Some(Fact::Spread(*people, *teams)),
            [Some(number)] => Some(Fact::Number(*number)),
            _ => None,
        };
        self.state(index, fact);
    }

    /// Keeps what somebody says to a gate, and goes on.
    fn state(&mut self, index: usize, fact: Option<Fact>) {
        if let Some(place) = self.sheet.facts.get_mut(index) {
            *place = fact;
        }
        self.go(self.after(Screen::Gate(index)));
    }

    /// Handing in takes another key than answering: who leans on one hands in nothing.
    fn ready(&mut self, key: Key) -> Option<Effect> {
        match key.code {
            Code::Enter if self.sheet.is_empty() => {
                let text = "No statement is answered yet.".to_owned();
                self.said = Some(Said { text, is_problem: true });
            }
            Code::Enter => return Some(Effect::Record(self.sheet.answers())),
            Code::Left | Code::Backspace => self.go(self.before(Screen::Ready)),
            _ => {}
        }
        None
    }

    fn end_group(&mut self) {
        if self.screen != Screen::Group {
            self.sheet = Sheet::of(&self.assessment);
            self.go(Screen::Group);
        }
    }

    fn result(&mut self, key: Key, asked: Option<Key>) -> Option<Effect> {
        match key.code {
            Code::Char('a') => self.go(Screen::About),
            Code::Char('w' | 's') if self.has_result() => return Some(Effect::Write),
            Code::Char('j') => self.scroll(1),
            Code::Char(' ') => self.scroll(PAGE),
            Code::Char('k') => self.scroll(-1),
            Code::Enter if self.seat == Seat::Group => self.go(Screen::Warning),
            Code::Left if self.seat == Seat::Alone => self.go(self.before(self.screen)),
            Code::Char('r') if self.seat == Seat::Alone => {
                if asked == Some(key) {
                    self.sheet = Sheet::of(&self.assessment);
                    self.go(Screen::Warning);
                } else {
                    self.ask(key, "r again forgets this sheet and starts with an empty one.");
                }
            }
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests;
