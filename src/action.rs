//! What a key or a button can mean.

/// Something the speaker asks for, whatever key it came by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Show the next step, then the next slide.
    Next,
    /// Hide the last step, then show the slide before.
    Back,
    /// Go to the slide whose number was typed; without one, as [`Self::Next`].
    Confirm,
    /// Go to the first slide.
    First,
    /// Go to the last slide, or to the one whose number was typed.
    Last,
    /// One more digit of a slide's number.
    Digit(u8),
    /// Show what lies below the screen.
    ScrollDown,
    /// Show what lies above the screen.
    ScrollUp,
    /// As [`Self::ScrollDown`], half a screen.
    HalfDown,
    /// As [`Self::ScrollUp`], half a screen.
    HalfUp,
    /// Pick a slide from all of them.
    Overview,
    /// Pick a slide by its number, id or title.
    GoTo,
    /// Look for words in titles, slides and notes.
    Search,
    /// Go to the next place that the last search found.
    NextHit,
    /// Go to the place before it.
    PreviousHit,
    /// Show or hide the notes under the slide.
    Notes,
    /// Scroll the notes down.
    NotesDown,
    /// Scroll the notes up.
    NotesUp,
    /// Empty the screen.
    Blank,
    /// Change the theme.
    Theme,
    /// Read the deck again.
    Reload,
    /// Draw the screen afresh.
    Redraw,
    /// List the keys.
    Help,
    /// Go back to the shell for a while.
    Suspend,
    /// End the talk.
    Quit,
    /// Open the slide's poll, close it, reveal it, open it again: whichever comes next.
    VoteForward,
    /// Take the last of these back.
    VoteBack,
    /// Keep the round open, or the phase of a discussion going, for longer.
    MoreTime,
    /// Stop the countdown of either, or let it go on.
    PauseTime,
    /// Type what was counted in a show of hands.
    Hands,
    /// Take back the last count of hands.
    UndoHands,
    /// Let people vote at this machine, one after another.
    Kiosk,
    /// Forget all votes on the slide's poll.
    ResetVotes,
    /// Write something down.
    Capture,
    /// List what was written down.
    Captures,
    /// Settle what is picked in the list, or open it again.
    Settle,
    /// Drop it, or open it again.
    Drop,
    /// Take back the last change in the list.
    Undo,
    /// Begin the slide's discussion, go to its next phase, end it: whichever comes next.
    DiscussForward,
    /// Take the last of these back.
    DiscussBack,
    /// Type how long a break is, or end it.
    Break,
    /// Start the talk's clock, pause it, let it go on; set it to the minutes typed.
    Clock,
    /// Say how the talk stands against its plan.
    Pace,
    /// Leave out the next slide that may be skipped, if the talk is late.
    Skip,
    /// Drive the talk from this console.
    TakeWheel,
    /// Let the next console drive.
    GiveWheel,
    /// Let people join, and show how.
    Invite,
    /// Take up the talk that broke off.
    Resume,
    /// Take what was typed.
    Record,
    /// Move down a list.
    Down,
    /// Move up a list.
    Up,
    /// Move a screenful down a list.
    PageDown,
    /// Move a screenful up a list.
    PageUp,
    /// Move to the first line of a list.
    Top,
    /// Move to the last line of a list.
    Bottom,
    /// Type to narrow a list.
    Filter,
    /// Take the picked line.
    Pick,
    /// Leave a list, a field, the help or a count.
    Leave,
    /// Take back the last character that was typed.
    Erase,
    /// Take back all that was typed.
    EraseAll,
}

/// What a console may have the stage do as a key there does, each with its name on the wire.
const FOR_CONSOLES: &[(Action, &str)] = &[
    (Action::First, "first"),
    (Action::Last, "last"),
    (Action::ScrollDown, "scroll-down"),
    (Action::ScrollUp, "scroll-up"),
    (Action::HalfDown, "half-down"),
    (Action::HalfUp, "half-up"),
    (Action::VoteForward, "vote"),
    (Action::VoteBack, "vote-back"),
    (Action::MoreTime, "more-time"),
    (Action::PauseTime, "pause-time"),
    (Action::UndoHands, "undo-hands"),
    (Action::Theme, "theme"),
    (Action::Reload, "reload"),
    (Action::Resume, "resume"),
    (Action::Break, "end-break"),
    (Action::Clock, "clock"),
    (Action::Skip, "skip"),
];

impl Action {
    /// The name under which a console asks for it; none for what only a key on stage does.
    pub fn name_for_consoles(self) -> Option<&'static str> {
        FOR_CONSOLES.iter().find(|(action, _)| *action == self).map(|(_, name)| *name)
    }

    /// What a console asks for under this name.
    pub fn of_consoles(name: &str) -> Option<Self> {
        FOR_CONSOLES.iter().find(|(_, known)| *known == name).map(|(action, _)| *action)
    }
}

/// What another process of the same user asks of the talk: a script, a clicker, the console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Show the next step, then the next slide.
    Next,
    /// Hide the last step, then show the slide before.
    Previous,
    /// Go to the slide with this id, or of this number.
    GoTo(String),
    /// Go to this step of the slide with this id.
    Place {
        /// The slide's id.
        slide: String,
        /// The step of it, from 1.
        step: u16,
    },
    /// Do what a key on stage does; only what [`Action::name_for_consoles`] names.
    Act(Action),
    /// Take these counts of a show of hands on the slide's poll; none at all takes back those that stand.
    Hands(Vec<u32>),
    /// Forget all votes on the poll with this id.
    Reset(String),
    /// Empty the screen, or show the slide again.
    Blank,
    /// Open a round of the poll with this id, on its slide; without one of the poll on the slide shown.
    Open(Option<String>),
    /// Close the open round.
    Close,
    /// Show the count of the round that was closed last.
    Reveal,
    /// Open the next round of the poll that was revealed last.
    Again,
    /// Write down what this line says.
    Capture(String),
    /// Take a discussion forward, back, or to its end.
    Discuss(Discuss),
    /// Have a break of so many minutes.
    Break(u32),
    /// Start the talk's clock anew, pause it or let it go on.
    Clock(ClockOrder),
    /// Leave out the next slide that may be skipped, if the talk is late.
    Skip,
    /// Settle what was written down under this number, or open it again.
    Settle(i64),
    /// Drop it, or open it again.
    Dismiss(i64),
    /// Tell the asker, and nobody else, the texts that came in: to the poll with this id, else to the text poll that
    /// was opened last.
    Texts(Option<String>),
    /// Show the room a text, or take it from the wall again.
    Release {
        /// The number that the list of texts gives it.
        text: i64,
        /// Whether the room is to see it.
        shown: bool,
        /// The poll, as for [`Self::Texts`].
        poll: Option<String>,
    },
    /// End the talk.
    Quit,
}

/// What another process asks of a discussion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discuss {
    /// Begin the one on the slide shown, or go to the next phase of the one that runs; after the last, end it.
    Next,
    /// Go one phase back.
    Back,
    /// End it.
    Stop,
}

/// What another process asks of the talk's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockOrder {
    /// Begin at 0, whatever it shows.
    Start,
    /// Stand still.
    Pause,
    /// Go on after that.
    Resume,
}
