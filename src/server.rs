//! The room's way in: what people at their own machines may see of a talk, and how their ballots come to the store.

pub mod page;
mod seen;

pub use seen::Seen;
