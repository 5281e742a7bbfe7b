//! Named plans for giving the talk: which slides, in how many minutes.

/// One plan, such as `talk45`.
#[derive(Clone, Debug, PartialEq)]
pub struct Agenda {
    /// The name under which `--agenda` finds it.
    pub name: String,
    /// Its parts, in order.
    pub parts: Vec<Part>,
}

/// A stretch of an agenda with a budget.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What the speaker calls it.
    pub title: String,
    /// The time for it, in minutes.
    pub minutes: f64,
    /// The slides it shows, by id; none in a break.
    pub slides: Vec<String>,
    /// Slides to skip when late, first to go first.
    pub optional: Vec<String>,
}

impl Agenda {
    /// The time for the whole, in minutes.
    pub fn minutes(&self) -> f64 {
        self.parts.iter().map(|part| part.minutes).sum()
    }

    /// Every slide it shows, in the order of its parts, each once.
    pub fn slides(&self) -> Vec<&str> {
        let mut slides: Vec<&str> = Vec::new();
        for id in self.parts.iter().flat_map(|part| &part.slides) {
            if !slides.contains(&id.as_str()) {
                slides.push(id);
            }
        }
        slides
    }
}
