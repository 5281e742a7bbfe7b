//! A prompt for the room, with the method by which it is discussed.

/// A discussion prompt in the deck.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discussion {
    /// Unique in the deck.
    pub id: String,
    /// How the room goes about it.
    pub method: Method,
    /// The time planned for it, in minutes.
    pub minutes: u32,
    /// What the room is asked.
    pub prompt: String,
    /// What to listen for; for the speaker only, never on stage.
    pub listen_for: Option<String>,
    /// The poll that a vote-discuss-revote runs.
    pub poll: Option<String>,
}

/// A known way to discuss something in a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Hands go up and are counted.
    ShowOfHands,
    /// Alone, with a neighbour, then with everybody.
    ThinkPairShare,
    /// Alone, in twos, in fours, then with everybody.
    OneTwoFourAll,
    /// Vote alone, argue with somebody who voted otherwise, vote again.
    VoteDiscussRevote,
    /// Everybody shows 0 to 5 fingers at once.
    FistToFive,
    /// Everybody puts dots on what matters most to them.
    DotVoting,
    /// No method: the floor is open.
    Open,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 7] = [
        Self::ShowOfHands,
        Self::ThinkPairShare,
        Self::OneTwoFourAll,
        Self::VoteDiscussRevote,
        Self::FistToFive,
        Self::DotVoting,
        Self::Open,
    ];

    /// The name as it is written in a deck.
    pub fn name(self) -> &'static str {
        match self {
            Self::ShowOfHands => "show-of-hands",
            Self::ThinkPairShare => "think-pair-share",
            Self::OneTwoFourAll => "1-2-4-all",
            Self::VoteDiscussRevote => "vote-discuss-revote",
            Self::FistToFive => "fist-to-five",
            Self::DotVoting => "dot-voting",
            Self::Open => "open",
        }
    }

    /// The name's phases as the stage shows them: `think · pair · share`.
    pub fn phases(self) -> &'static [&'static str] {
        match self {
            Self::ShowOfHands => &["show of hands"],
            Self::ThinkPairShare => &["think", "pair", "share"],
            Self::OneTwoFourAll => &["1", "2", "4", "all"],
            Self::VoteDiscussRevote => &["vote", "discuss", "vote again"],
            Self::FistToFive => &["fist to five"],
            Self::DotVoting => &["dots"],
            Self::Open => &["open floor"],
        }
    }
}
