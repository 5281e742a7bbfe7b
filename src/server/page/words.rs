//! Every word that the page itself says, in one table, to be translated as a whole. What stands in braces is filled in.
//! (How a poll is answered and what its counts say is worded by `layout`, for the stage as well.)

/// The words of one language.
pub(super) struct Words {
    /// The language, as HTML names it.
    pub(super) language: &'static str,
    /// What the room is called where the talk has no title.
    pub(super) room: &'static str,
    pub(super) look_again: &'static str,

    // Joining.
    pub(super) join: &'static str,
    pub(super) join_how: &'static str,
    pub(super) code: &'static str,
    pub(super) join_button: &'static str,
    pub(super) wrong_code: &'static str,
    pub(super) too_many_codes: &'static str,
    pub(super) not_joined: &'static str,
    pub(super) to_the_talk: &'static str,

    // A ballot.
    pub(super) vote: &'static str,
    pub(super) change_vote: &'static str,
    pub(super) recorded: &'static str,
    pub(super) recorded_finally: &'static str,
    pub(super) is_final: &'static str,
    pub(super) your_answer: &'static str,
    pub(super) recorded_so_far: &'static str,
    pub(super) answered: &'static str,
    pub(super) answered_of: &'static str,
    pub(super) round: &'static str,
    pub(super) time_left: &'static str,
    pub(super) paused: &'static str,
    pub(super) time_is_up: &'static str,
    pub(super) place: &'static str,
    pub(super) dot: &'static str,
    pub(super) word: &'static str,
    pub(super) none_yet: &'static str,
    pub(super) stands_for: &'static str,
    pub(super) times: &'static str,

    // A ballot that is not recorded.
    pub(super) not_recorded: &'static str,
    pub(super) came_too_late: &'static str,
    pub(super) final_already: &'static str,
    pub(super) too_fast: &'static str,
    pub(super) too_long: &'static str,
    pub(super) invalid: &'static str,

    // A poll that takes no ballots.
    pub(super) poll: &'static str,
    pub(super) not_open_yet: &'static str,
    pub(super) closed: &'static str,
    pub(super) open_elsewhere: &'static str,
    pub(super) results: &'static str,
    pub(super) answer: &'static str,
    pub(super) votes: &'static str,
    pub(super) dots: &'static str,
    pub(super) share: &'static str,
    pub(super) right: &'static str,
    pub(super) nobody: &'static str,
    pub(super) moves: &'static str,
    pub(super) moves_corner: &'static str,
    pub(super) hidden: &'static str,
    pub(super) why_hidden: &'static str,
    pub(super) room_wrote: &'static str,
    pub(super) waiting: &'static str,

    // Slides.
    pub(super) empty_stage: &'static str,
    pub(super) empty_stage_why: &'static str,
    pub(super) recess: &'static str,
    pub(super) back_at: &'static str,
    pub(super) discuss: &'static str,
    pub(super) minutes: &'static str,
    pub(super) happened: &'static str,
    pub(super) still_open: &'static str,
    pub(super) who_does_what: &'static str,
    pub(super) sources: &'static str,
    pub(super) from_abstract: &'static str,
    pub(super) from_ours: &'static str,
    pub(super) from_speaker: &'static str,
    pub(super) from_unknown: &'static str,
    pub(super) footnotes: &'static str,
    pub(super) image: &'static str,
    pub(super) done: &'static str,
    pub(super) to_do: &'static str,
    pub(super) broken: &'static str,
    pub(super) code_block: &'static str,
    pub(super) table: &'static str,
    pub(super) leads_back: &'static str,
    pub(super) note: &'static str,
    pub(super) tip: &'static str,
    pub(super) important: &'static str,
    pub(super) warning: &'static str,
    pub(super) caution: &'static str,
    pub(super) shown_slides: &'static str,
    pub(super) earlier: &'static str,
    pub(super) later: &'static str,
    pub(super) back_to_live: &'static str,
    pub(super) looking_back: &'static str,
    pub(super) not_shown_yet: &'static str,

    // The foot.
    pub(super) kept: &'static str,
    pub(super) kept_one_day: &'static str,

    // What the script says and draws.
    pub(super) sending: &'static str,
    pub(super) retrying: &'static str,
    pub(super) offline: &'static str,
    pub(super) online: &'static str,
    pub(super) unsent: &'static str,
    pub(super) choose_first: &'static str,
    pub(super) ranked: &'static str,
    pub(super) unranked: &'static str,
    pub(super) move_up: &'static str,
    pub(super) move_down: &'static str,
    pub(super) take_out: &'static str,
    pub(super) put_in: &'static str,
    pub(super) more_dots: &'static str,
    pub(super) fewer_dots: &'static str,
    pub(super) dots_left: &'static str,
    pub(super) characters: &'static str,
}

pub(super) static ENGLISH: Words = Words {
    language: "en",
    room: "Roundtable",
    look_again: "Look again",

    join: "Join the talk",
    join_how: "Type the code that stands on the screen, or scan the square beside it.",
    code: "Code",
    join_button: "Join",
    wrong_code: "That code does not fit this talk. Compare it with the one on the screen.",
    too_many_codes: "Too many codes were tried. Wait a minute, then try again.",
    not_joined: "You have not joined this talk yet, or it was started again: join with its code. No answer was recorded.",
    to_the_talk: "To the talk",

    vote: "Vote",
    change_vote: "Change my answer",
    recorded: "Recorded. You can change it until the poll closes.",
    recorded_finally: "Recorded. An answer here is final.",
    is_final: "An answer here is final: it cannot be changed.",
    your_answer: "Your answer: {answer}",
    recorded_so_far: "Recorded so far: {answer}",
    answered: "{n} answered",
    answered_of: "{n} of {joined} answered",
    round: "Round {n}",
    time_left: "{time} left",
    paused: "paused, {time} left",
    time_is_up: "time is up",
    place: "Place {n}",
    dot: "Dot {n}",
    word: "Word {n}",
    none_yet: "none",
    stands_for: "{point} = {label}",
    times: "{choice} × {n}",

    not_recorded: "Not recorded: the talk could not keep it just now. What you filled in is still here: try again.",
    came_too_late: "Not recorded: voting was not open any more when your answer came.",
    final_already: "Not recorded: you have answered already, and an answer here is final.",
    too_fast: "Not recorded: that was too fast. Wait a few seconds, then try again.",
    too_long: "Not recorded: that is too long. Shorten it, then try again.",
    invalid: "Not recorded: {why}",

    poll: "Poll",
    not_open_yet: "Voting is not open yet.",
    closed: "Voting is closed. The result stands here once the speaker reveals it.",
    open_elsewhere: "A poll is open. Answer it now.",
    results: "Results",
    answer: "Answer",
    votes: "votes",
    dots: "dots",
    share: "share",
    right: "right answer",
    nobody: "Nobody answered.",
    moves: "Who moved where",
    moves_corner: "before ↓ after →",
    hidden: "hidden",
    why_hidden: "· is hidden: so few that it could name somebody.",
    room_wrote: "The room wrote:",
    waiting: "{n} waiting for the speaker to release them",

    empty_stage: "The screen is empty for a moment",
    empty_stage_why: "Look at the speaker. The talk comes back here.",
    recess: "Break",
    back_at: "Back at {time}",
    discuss: "Discuss",
    minutes: "{n} min",
    happened: "What happened",
    still_open: "Still open",
    who_does_what: "Who does what",
    sources: "Where this comes from",
    from_abstract: "the abstract of this talk",
    from_ours: "our own reasoning or sums",
    from_speaker: "for the speaker to tell",
    from_unknown: "a source that the talk does not list",
    footnotes: "Notes",
    image: "Picture: ",
    done: "done: ",
    to_do: "to do: ",
    broken: "Something here cannot be shown.",
    code_block: "Text as typed",
    table: "Table",
    leads_back: "and back to {first}",
    note: "Note",
    tip: "Tip",
    important: "Important",
    warning: "Warning",
    caution: "Caution",
    shown_slides: "Slides shown so far",
    earlier: "Earlier",
    later: "Later",
    back_to_live: "Back to the talk",
    looking_back: "You are looking back. The talk has gone on.",
    not_shown_yet: "That slide has not been shown yet. This is where the talk is.",

    kept: "Answers are kept on the speaker’s computer, without names or addresses, to be deleted after {days} days.",
    kept_one_day: "Answers are kept on the speaker’s computer, without names or addresses, to be deleted after a day.",

    sending: "Sending …",
    retrying: "Not recorded yet: no answer from the talk. Trying again …",
    offline: "No connection to the talk. Trying again …",
    online: "Connected again.",
    unsent: "Voting closed before you sent your answer.",
    choose_first: "Choose first.",
    ranked: "Your order",
    unranked: "Tap them in your order, best first",
    move_up: "Move up: {choice}",
    move_down: "Move down: {choice}",
    take_out: "Take out: {choice}",
    put_in: "Next: {choice}",
    more_dots: "One dot more: {choice}",
    fewer_dots: "One dot less: {choice}",
    dots_left: "{n} dots left",
    characters: "{n} of {most} characters",
};

/// A sentence with what stands in braces filled in; what is filled in is taken as it is.
pub(super) fn fill(sentence: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = after.split_once('}') else { break };
        let value = values.iter().find(|(other, _)| *other == name).map(|(_, value)| *value);
        filled.push_str(value.unwrap_or_default());
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_not_filled_in_again() {
        let values = [("n", "{joined}"), ("joined", "30")];
        assert_eq!(fill("{n} of {joined} answered", &values), "{joined} of 30 answered");
        assert_eq!(fill("plain", &values), "plain");
        assert_eq!(fill("{other}", &values), "");
    }
}
