//! A prompt for the room, with the method by which it is discussed: its phases, and how long each of them takes.

mod running;

pub use running::{Running, Standing};

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
    /// Questions that take it further; for the speaker only, never on stage.
    pub probes: Vec<String>,
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

/// A stretch of a discussion in which the room does one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phase {
    /// What it is called while it runs.
    pub name: &'static str,
    /// What the room is to do, as one sentence.
    pub instruction: &'static str,
    /// How long it takes; 0 where nothing is planned.
    pub seconds: u32,
    /// Whether the room votes in it.
    pub votes: bool,
}

impl Discussion {
    /// The phases in order. Together they take the minutes that are planned, in the proportions of the method.
    pub fn plan(&self) -> Vec<Phase> {
        let mut phases = self.method.proportions();
        share_out(self.minutes.saturating_mul(60), &mut phases);
        phases
    }
}

/// Gives every phase its part of the seconds. Phases change at multiples of five seconds, which people can
/// read from a clock.
fn share_out(seconds: u32, phases: &mut [Phase]) {
    const EVEN: u64 = 5;
    let whole: u64 = phases.iter().map(|phase| u64::from(phase.seconds)).sum();
    let (mut behind, mut begins) = (0, 0);
    for phase in phases {
        behind += u64::from(phase.seconds);
        // The last phase ends where all end, which is a multiple of a minute.
        let ends =
            (2 * behind * u64::from(seconds) + EVEN * whole) / (2 * EVEN * whole.max(1)) * EVEN;
        phase.seconds = u32::try_from(ends - begins).unwrap_or(u32::MAX);
        begins = ends;
    }
}

fn phase(name: &'static str, instruction: &'static str, seconds: u32) -> Phase {
    Phase { name, instruction, seconds, votes: false }
}

fn vote(name: &'static str, instruction: &'static str, seconds: u32) -> Phase {
    Phase { votes: true, ..phase(name, instruction, seconds) }
}

impl Method {
    /// The phases with the seconds that they take of an undisturbed run, to be scaled to the time there is.
    ///
    /// - Think-pair-share: of five minutes 1:00 to think, 2:00 in pairs, the rest with everybody. Guides for
    ///   teachers give half a minute to two minutes for each of the first two (computer science at Canisius
    ///   College; *Learning in Hand*, 2025).
    /// - 1-2-4-All: 1, 2, 4 and 5 minutes, and one idea from each four (*Liberating Structures*).
    /// - Vote, discuss, vote again: peer instruction. A minute to vote alone and in silence, two to three to
    ///   convince a neighbour, then less than a minute, since the question is known (Mazur, *Peer Instruction*;
    ///   Crouch and Mazur, American Journal of Physics 69, 2001).
    /// - The others are one phase.
    fn proportions(self) -> Vec<Phase> {
        const WHOLE: u32 = 60;
        match self {
            Self::ShowOfHands => {
                vec![phase("hands", "Hands up, and keep them up until they are counted.", WHOLE)]
            }
            Self::ThinkPairShare => vec![
                phase("think", "Alone and in silence: write down your answer.", 60),
                phase("pair", "With your neighbour: compare what you wrote.", 120),
                phase("share", "With everybody: tell what your neighbour said.", 120),
            ],
            Self::OneTwoFourAll => vec![
                phase("alone", "Alone and in silence: write down your idea.", 60),
                phase("twos", "In twos: build on each other's ideas.", 120),
                phase("fours", "In fours: agree on one idea.", 240),
                phase("all", "With everybody: each four tells its one idea.", 300),
            ],
            Self::VoteDiscussRevote => vec![
                vote("vote", "Alone and in silence: vote.", 60),
                phase("discuss", "Find somebody who voted otherwise, and convince them.", 150),
                vote("vote again", "Alone and in silence: vote as you think now.", 45),
            ],
            Self::FistToFive => vec![phase(
                "fist to five",
                "All at once: no finger blocks it, five would lead it.",
                WHOLE,
            )],
            Self::DotVoting => {
                vec![phase("dots", "In silence: put your dots on what matters most to you.", WHOLE)]
            }
            Self::Open => vec![phase("open floor", "The floor is open, to one at a time.", WHOLE)],
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn seconds(method: Method, minutes: u32) -> Vec<u32> {
        running::discussing(method, minutes).plan().iter().map(|phase| phase.seconds).collect()
    }

    #[test]
    fn published_times_come_out_as_they_were_published() {
        assert_eq!(seconds(Method::OneTwoFourAll, 12), [60, 120, 240, 300]);
        assert_eq!(seconds(Method::ThinkPairShare, 5), [60, 120, 120]);
        assert_eq!(seconds(Method::VoteDiscussRevote, 5), [70, 175, 55]);
        assert_eq!(seconds(Method::Open, 3), [180]);
        assert_eq!(seconds(Method::ShowOfHands, 0), [0]);
    }

    #[test]
    fn every_instruction_is_one_sentence() {
        for phase in Method::ALL.into_iter().flat_map(Method::proportions) {
            assert!(
                phase.instruction.ends_with('.') && phase.instruction.matches('.').count() == 1
            );
        }
    }

    proptest! {
        #[test]
        fn phases_take_the_minutes_planned_in_their_proportions(method in 0..7_usize, minutes in 0..1_440_u32) {
            let method = Method::ALL[method];
            let seconds = seconds(method, minutes);
            prop_assert_eq!(seconds.iter().sum::<u32>(), minutes * 60);
            let whole: u32 = method.proportions().iter().map(|phase| phase.seconds).sum();
            for (phase, got) in method.proportions().iter().zip(seconds) {
                let exact = f64::from(minutes * 60) * f64::from(phase.seconds) / f64::from(whole);
                prop_assert!((f64::from(got) - exact).abs() <= 5.0, "{got} for {exact}");
                prop_assert!(got % 5 == 0 && (minutes == 0 || got >= 5), "{got}");
            }
        }
    }
}
