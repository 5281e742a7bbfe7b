//! A sheet of answers as a line of text: `4 2 d 5`.

use super::{Answer, Level};

/// What stands for "don't know".
const UNKNOWN: &str = "d";

/// Reads a sheet with so many answers, separated by blanks or commas; the error is a sentence.
pub fn read_sheet(text: &str, statements: usize) -> Result<Vec<Answer>, String> {
    let words = text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
    let answer = |word: &str| match word {
        UNKNOWN => Ok(None),
        _ => {
            let level = word.parse().ok().and_then(Level::new);
            level.map(Some).ok_or_else(|| {
                format!(
                    "`{word}` is no answer: it is a number from 1 to 5, or {UNKNOWN} for don't know"
                )
            })
        }
    };
    let answers: Vec<Answer> = words.map(answer).collect::<Result<_, _>>()?;
    if answers.len() != statements {
        return Err(format!("there are {statements} statements, and {} answers", answers.len()));
    }
    Ok(answers)
}

/// The text of a sheet.
pub fn sheet_text(answers: &[Answer]) -> String {
    let words = answers.iter().map(|answer| match answer {
        Some(level) => level.number().to_string(),
        None => UNKNOWN.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_what_its_text_says() {
        let answers = read_sheet(" 4,2 d\t5 ", 4).unwrap();
        assert_eq!(answers, [Level::new(4), Level::new(2), None, Level::new(5)]);
        assert_eq!(sheet_text(&answers), "4 2 d 5");
        assert_eq!(read_sheet(&sheet_text(&answers), 4), Ok(answers));
    }

    #[test]
    fn what_is_wrong_with_a_sheet_is_a_sentence() {
        let sentence = "`6` is no answer: it is a number from 1 to 5, or d for don't know";
        assert_eq!(read_sheet("1 6", 2), Err(sentence.to_owned()));
        assert!(read_sheet("1 -1", 2).is_err() && read_sheet("x", 1).is_err());
        let sentence = "there are 3 statements, and 2 answers";
        assert_eq!(read_sheet("1 2", 3), Err(sentence.to_owned()));
    }
}
