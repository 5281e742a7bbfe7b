//! Somebody at a terminal of their own: the slide between votes, the ballot while one is open, and their keys.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Bytes;
use russh::ChannelId;
use russh::server::Handle;
use tokio::sync::{mpsc, watch};
use tokio::time::sleep;

use super::House;
use super::gallery::Glance;
use super::inbox::Inbox;
use super::line::{Stage, raise};
use crate::ballot::{Answer, Via};
use crate::keyboard::{Decoder, Typed};
use crate::keymap::{Code, Key};
use crate::layout::Size;
use crate::poll::PollKind;
use crate::round::{Round, RoundId};
use crate::server::Seen;
use crate::server::identity::Key as Participant;
use crate::server::shared::Cast;
use crate::theme::Depth;
use crate::ui::Frame;
use crate::ui::room::Scroll;
use crate::ui::voter::{self, Sight};
use crate::voter::{Deed, Seat as Place, Shown, Voter};

/// Takes the alternate screen, hides the cursor, asks for pasted text to be marked as such (2004).
const ENTER: &str = "\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[m\x1b[H\x1b[2J";

/// Undoes each of these, last first.
const LEAVE: &str = "\x1b[m\x1b[?2004l\x1b[?25h\x1b[?1049l";

/// Empties the screen, whatever a change of its size has left there.
const AFRESH: &str = "\x1b[m\x1b[2J";

/// Marks the beginning and the end of what is to appear at once (synchronised output, 2026).
const TOGETHER: (&str, &str) = ("\x1b[?2026h", "\x1b[?2026l");

/// Frames shorter than this are drawn in one go anyway, in bytes.
const SHORT: usize = 400;

/// How long an escape byte may stand alone before it is the key. Over a line its rest may be late.
const ESCAPE: Duration = Duration::from_millis(100);

/// The key that leaves, as [`Voter`] knows it.
const CTRL_C: Key = Key::ctrl('c');

const WATCHING: &[&str] = &["q leaves", "a vote comes up here by itself"];
const PEEKING: &[&str] = &["tab returns to your ballot", "q leaves"];

/// Where the bytes of a terminal go.
pub(super) struct Screen {
    pub(super) handle: Handle,
    pub(super) channel: ChannelId,
}

/// What became of a ballot; an error is a sentence.
type Outcome = Result<(), String>;

/// Why somebody leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// They want to, or their line is broken.
    Left,
    /// The room is closed.
    Closed,
}

/// Somebody at a terminal.
pub(super) struct Seat {
    house: Arc<House>,
    who: Participant,
    screen: Screen,
    size: Size,
    depth: Depth,
    seen: Arc<Seen>,
    voter: Voter,
    decoder: Decoder,
    /// Whether they look at the slide while they could vote.
    peeks: bool,
    /// How far they have scrolled, where they have; and how far that is of how much.
    wish: Option<usize>,
    scroll: Scroll,
    /// What their terminal shows; none where that is not known.
    shown: Option<Arc<Frame>>,
    /// The round of which is known whether they have answered it.
    asked: Option<RoundId>,
    results: (mpsc::Sender<Outcome>, mpsc::Receiver<Outcome>),
}

/// Serves somebody until they leave or the room is closed, and gives their terminal back, also after a mistake of ours.
pub(super) async fn occupy(mut seat: Seat, inbox: Arc<Inbox>, stage: watch::Sender<Stage>) {
    let screen = Screen { handle: seat.screen.handle.clone(), channel: seat.screen.channel };
    let sat = tokio::spawn(async move { seat.sit(&inbox).await });
    let goodbye = match sat.await {
        Ok(End::Left) => "",
        Ok(End::Closed) => "The room is closed.\r\n",
        Err(_) => "roundtable made a mistake; come in again.\r\n",
    };
    let Screen { handle, channel } = screen;
    // Whose line is broken needs nothing back.
    let _ = handle.data(channel, format!("{LEAVE}{goodbye}").into_bytes()).await;
    let _ = handle.exit_status_request(channel, 0).await;
    let _ = handle.eof(channel).await;
    let _ = handle.close(channel).await;
    stage.send_if_modified(|stage| raise(stage, Stage::Leaving));
}

impl Seat {
    pub(super) fn new(
        house: Arc<House>,
        who: Participant,
        screen: Screen,
        size: Size,
        depth: Depth,
    ) -> Self {
        let seen = Arc::clone(&house.seens.borrow());
        Self {
            house,
            who,
            screen,
            size,
            depth,
            seen,
            voter: Voter::new(Place::Own),
            decoder: Decoder::default(),
            peeks: false,
            wish: None,
            scroll: Scroll::default(),
            shown: None,
            asked: None,
            results: mpsc::channel(1),
        }
    }

    async fn sit(&mut self, inbox: &Inbox) -> End {
        let (mut seens, mut ends) = (self.house.seens.subscribe(), self.house.ends.clone());
        if !self.send(Bytes::from_static(ENTER.as_bytes())).await {
            return End::Left;
        }
        loop {
            let newest = Arc::clone(&seens.borrow_and_update());
            self.look_up(newest);
            self.recall().await;
            if !self.show().await {
                return End::Left;
            }
            let goes_on = tokio::select! {
                came = inbox.take() => {
                    if came.is_closed {
                        return End::Left;
                    }
                    if let Some(size) = came.size {
                        (self.size, self.shown) = (size, None);
                    }
                    let typed = self.decoder.take(&came.bytes);
                    self.take_in(typed)
                }
                () = sleep(ESCAPE), if self.decoder.waits() => {
                    let typed = self.decoder.give_up();
                    self.take_in(typed)
                }
                Some(result) = self.results.1.recv() => {
                    let deed = self.voter.told(1, result);
                    self.carry_out(deed)
                }
                _ = seens.changed() => ControlFlow::Continue(()),
                _ = ends.wait_for(|ends| *ends) => return End::Closed,
            };
            if goes_on.is_break() {
                return End::Left;
            }
        }
    }

    /// Takes in where the talk is now.
    fn look_up(&mut self, newest: Arc<Seen>) {
        let before = std::mem::replace(&mut self.seen, newest);
        let place = |seen: &Seen| (seen.slide, seen.step);
        if place(&before) != place(&self.seen) {
            self.wish = None;
            if *self.voter.shown() == Shown::Waiting {
                self.voter.clear();
            }
        }
        let open = self.seen.votes.open().map(|counted| &counted.round);
        if self.voter.open().map(|open| open.id) != open.map(|open| open.id) {
            self.peeks = false;
        }
        self.voter.show(open);
    }

    /// Finds out, once a round, what they answered before their line broke.
    async fn recall(&mut self) {
        let Shown::Ballot(ballot) = self.voter.shown() else { return };
        let round = ballot.round.clone();
        if self.asked.replace(round.id) == Some(round.id) {
            return;
        }
        if let Some(mine) = self.house.shared.mine(self.who, Via::Ssh, &round).await {
            self.voter.recall(round.id, mine.answer);
        }
    }

    /// Brings their terminal up to date. It returns once the line has taken it: what changes meanwhile is shown next, and
    /// nothing piles up. Whether there still is a line.
    async fn show(&mut self) -> bool {
        let frame = self.picture();
        let changes = self.house.gallery.way(self.shown.as_ref(), &frame);
        let is_afresh = self.shown.replace(frame).is_none();
        if changes.is_empty() {
            return true;
        }
        let bytes = if is_afresh || changes.len() >= SHORT {
            let ((begin, end), afresh) = (TOGETHER, if is_afresh { AFRESH } else { "" });
            let parts = [begin.as_bytes(), afresh.as_bytes(), &changes, end.as_bytes()];
            parts.concat().into()
        } else {
            changes
        };
        self.send(bytes).await
    }

    async fn send(&self, bytes: Bytes) -> bool {
        self.screen.handle.data(self.screen.channel, bytes).await.is_ok()
    }

    fn picture(&mut self) -> Arc<Frame> {
        if !self.watches() {
            let mut frame = Frame::default();
            let leave = if self.writes() {
                "ctrl-c leaves · tab shows the slide"
            } else {
                "q leaves · tab shows the slide"
            };
            let (now_ms, theme) = (self.seen.now_ms, self.seen.theme);
            let sight = Sight { now_ms, size: self.size, theme, depth: self.depth, leave };
            voter::draw(&self.voter, &sight, &mut frame);
            return Arc::new(frame);
        }
        let foot = if self.peeks { PEEKING } else { WATCHING };
        let said = self.voter.said().filter(|_| !self.peeks).cloned();
        let glance = Glance { size: self.size, depth: self.depth, scroll: self.wish, foot, said };
        let picture = self.house.gallery.picture(&self.seen, &glance);
        self.scroll = picture.scroll;
        picture.frame
    }

    /// Whether they see the slide, and not a ballot.
    fn watches(&self) -> bool {
        self.peeks || *self.voter.shown() == Shown::Waiting
    }

    /// Whether letters are part of their answer: in a text, or where there are so many choices that `q` is one.
    fn writes(&self) -> bool {
        let ballot = match self.voter.shown() {
            Shown::Ballot(ballot) | Shown::Casting(ballot, _) => ballot,
            Shown::Waiting | Shown::Thanks => return false,
        };
        let kind = &ballot.round.poll.kind;
        let chooses_q = crate::voter::choice_key(kind.choices().len().saturating_sub(1))
            .is_none_or(|last| last >= 'q');
        matches!(kind, PollKind::Words { .. } | PollKind::Text { .. })
            || !kind.choices().is_empty() && chooses_q
    }

    fn take_in(&mut self, typed: Vec<Typed>) -> ControlFlow<()> {
        for typed in typed {
            let deed = match typed {
                Typed::Key(key) => self.press(key),
                Typed::Pasted(text) if !self.watches() => self.voter.paste(&text),
                Typed::Wheel(lines) if self.watches() => {
                    self.scroll_by(isize::from(lines));
                    None
                }
                Typed::Pasted(_) | Typed::Wheel(_) | Typed::Click { .. } => None,
            };
            self.carry_out(deed)?;
        }
        ControlFlow::Continue(())
    }

    fn press(&mut self, key: Key) -> Option<Deed> {
        let letter = matches!(key, Key { code: Code::Char('q'), ctrl: false, .. });
        if key == CTRL_C || key == Key::ctrl('d') || letter && (self.watches() || !self.writes()) {
            return self.voter.press(CTRL_C);
        }
        if key.code == Code::Tab && *self.voter.shown() != Shown::Waiting {
            self.peeks = !self.peeks;
            return None;
        }
        if !self.watches() {
            return self.voter.press(key);
        }
        let half = isize::try_from(self.size.height / 2).unwrap_or(1).max(1);
        match key.code {
            Code::Down | Code::Char('j') => self.scroll_by(1),
            Code::Up | Code::Char('k') => self.scroll_by(-1),
            Code::PageDown | Code::Char(' ') => self.scroll_by(half),
            Code::PageUp => self.scroll_by(-half),
            Code::Home | Code::Char('g') => self.scroll_by(isize::MIN),
            Code::End | Code::Char('G') => self.scroll_by(isize::MAX),
            _ => {}
        }
        // What was said has been read.
        if self.peeks { None } else { self.voter.press(key) }
    }

    fn scroll_by(&mut self, lines: isize) {
        self.scroll.above = self.scroll.above.saturating_add_signed(lines).min(self.scroll.most);
        self.wish = Some(self.scroll.above);
    }

    /// Sends a ballot on its way; ends where they leave.
    fn carry_out(&mut self, deed: Option<Deed>) -> ControlFlow<()> {
        let mut deed = deed;
        loop {
            deed = match deed {
                None => return ControlFlow::Continue(()),
                Some(Deed::Leave) => return ControlFlow::Break(()),
                Some(Deed::Cast { turn, answer, .. }) => match self.cast(answer) {
                    Ok(()) => return ControlFlow::Continue(()),
                    Err(why) => self.voter.told(turn, Err(why.to_owned())),
                },
            };
        }
    }

    /// Has a ballot recorded; what became of it comes back as a result. Whoever hangs up is recorded all the same.
    fn cast(&self, answer: Answer) -> Result<(), &'static str> {
        let Shown::Casting(ballot, _) = self.voter.shown() else { return Ok(()) };
        if !self.house.shared.may_vote(self.who) {
            return Err("that was many votes in a moment");
        }
        let round: Round = ballot.round.clone();
        let cast = Cast { who: self.who, via: Via::Ssh, answer, seq: None };
        let (shared, done) = (Arc::clone(&self.house.shared), self.results.0.clone());
        tokio::spawn(async move {
            let result = shared.cast(cast, &round).await;
            let _ = done.send(result.map(drop).map_err(|error| error.to_string())).await;
        });
        Ok(())
    }
}
