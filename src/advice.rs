//! placeholder until merged
use crate::poll::Poll;
use crate::tally::Tally;
/// w
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// l
    pub low: f64,
    /// h
    pub high: f64,
}
impl Default for Window {
    fn default() -> Self {
        Self { low: 0.3, high: 0.7 }
    }
}
/// a
pub struct Advice {
    /// n
    pub next: String,
    /// w
    pub why: String,
}
/// x
pub fn advise(_: &Poll, _: &Tally, _: Window) -> Option<Advice> {
    None
}
