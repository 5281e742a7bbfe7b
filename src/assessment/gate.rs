//! What is asked beside the statements: shown with the result, never counted.

/// A question whose answer stands beside the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gate {
    /// Unique in the assessment.
    pub id: String,
    /// The question.
    pub text: String,
    /// Why the answer matters.
    pub why: String,
    /// Where that is known from, as for a statement.
    pub sources: Vec<String>,
    /// How it is answered.
    pub ask: Ask,
}

/// How a gate is answered, and which answers it warns of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// With two numbers, of people and of the teams that they are spread over. It warns where somebody sits
    /// alone or a team has nobody.
    Spread {
        /// What the first number counts.
        people: String,
        /// What the second number counts.
        teams: String,
        /// What the two come to, with [`Ask::BLANKS`] in braces.
        says: String,
    },
    /// With yes or no.
    YesNo {
        /// The answer that it warns of.
        warn_if: bool,
    },
    /// With a number.
    Number {
        /// What it counts.
        unit: String,
        /// It warns of less than this.
        warn_below: u32,
    },
}

impl Ask {
    /// The names of the numbers in a sentence about people and teams.
    pub const BLANKS: [&'static str; 4] = ["people", "teams", "alone", "without"];
}

/// What somebody answers to a gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// So many people, so many teams.
    Spread(u32, u32),
    /// Yes or no.
    YesNo(bool),
    /// A number.
    Number(u32),
}

/// What an answer to a gate means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What was answered, or what it comes to.
    pub says: String,
    /// Why that matters, where it warns.
    pub warning: Option<String>,
}

impl Gate {
    /// What an answer means; none where it answers another kind of question.
    pub fn verdict(&self, fact: Fact) -> Option<Verdict> {
        let (says, warns) = match (&self.ask, fact) {
            (Ask::Spread { says, .. }, Fact::Spread(people, teams)) => {
                let (alone, without) = (alone(people, teams), teams.saturating_sub(people));
                let numbers = [people, teams, alone, without];
                let says = Ask::BLANKS.iter().zip(numbers).fold(says.clone(), |says, (name, n)| {
                    says.replace(&format!("{{{name}}}"), &n.to_string())
                });
                (says, alone > 0 || without > 0)
            }
            (Ask::YesNo { warn_if }, Fact::YesNo(yes)) => {
                (if yes { "Yes." } else { "No." }.to_owned(), yes == *warn_if)
            }
            (Ask::Number { unit, warn_below }, Fact::Number(number)) => {
                (format!("{number} {unit}."), number < *warn_below)
            }
            _ => return None,
        };
        Some(Verdict { says, warning: warns.then(|| self.why.clone()) })
    }
}

/// How many of so many people sit alone if they are spread evenly over so many teams.
pub fn alone(people: u32, teams: u32) -> u32 {
    if people <= teams { people } else { teams.saturating_mul(2).saturating_sub(people) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_sits_alone_is_counted_as_if_people_were_dealt_out() {
        for (people, teams) in (0..40).flat_map(|people| (0..20).map(move |teams| (people, teams)))
        {
            let mut seats = vec![0; usize::try_from(teams).unwrap()];
            for seat in (0..teams).cycle().take(if teams > 0 { people as usize } else { 0 }) {
                seats[seat as usize] += 1;
            }
            let dealt = seats.iter().filter(|count| **count == 1).count();
            let expected = if teams == 0 { 0 } else { alone(people, teams) };
            assert_eq!(dealt, expected as usize, "{people} over {teams}");
            let none = seats.iter().filter(|count| **count == 0).count();
            assert_eq!(none, teams.saturating_sub(people) as usize);
        }
        assert_eq!(alone(5, 0), 0);
    }

    fn gate(ask: Ask) -> Gate {
        let (id, text, why) = ("G".to_owned(), "?".to_owned(), "because".to_owned());
        Gate { id, text, why, sources: vec![], ask }
    }

    #[test]
    fn a_gate_warns_of_some_answers_and_says_why() {
        let says = "{alone} of {people} alone, {without} of {teams} without".to_owned();
        let spread = gate(Ask::Spread { people: String::new(), teams: String::new(), says });
        let told = |gate: &Gate, fact| {
            let verdict = gate.verdict(fact).unwrap();
            (verdict.says, verdict.warning.is_some())
        };
        assert_eq!(
            told(&spread, Fact::Spread(5, 4)),
            ("3 of 5 alone, 0 of 4 without".into(), true)
        );
        assert_eq!(
            told(&spread, Fact::Spread(8, 4)),
            ("0 of 8 alone, 0 of 4 without".into(), false)
        );
        assert_eq!(
            told(&spread, Fact::Spread(0, 2)),
            ("0 of 0 alone, 2 of 2 without".into(), true)
        );
        let no = gate(Ask::YesNo { warn_if: false });
        assert_eq!(told(&no, Fact::YesNo(false)), ("No.".into(), true));
        assert_eq!(told(&no, Fact::YesNo(true)), ("Yes.".into(), false));
        let months = gate(Ask::Number { unit: "months".to_owned(), warn_below: 12 });
        assert_eq!(told(&months, Fact::Number(11)), ("11 months.".into(), true));
        assert_eq!(told(&months, Fact::Number(12)), ("12 months.".into(), false));
        assert_eq!(months.verdict(Fact::YesNo(true)), None);
    }
}
