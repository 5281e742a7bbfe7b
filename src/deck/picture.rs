//! Pictures as data: boxes that are joined, steps that follow one another, numbers as bars.

/// A picture that is drawn for the room it has.
#[derive(Clone, Debug, PartialEq)]
pub enum Picture {
    /// Rows of boxes, joined from top to bottom.
    Org(Org),
    /// Boxes one after the other, joined by arrows.
    Flow(Flow),
    /// Numbers as bars.
    Bars(Bars),
}

/// Rows of boxes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Org {
    /// The title of a frame around everything.
    pub frame: Option<String>,
    /// From top to bottom.
    pub rows: Vec<OrgRow>,
}

/// Boxes side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrgRow {
    /// The title of a frame around them.
    pub frame: Option<String>,
    /// How they are joined to the row above, if they are.
    pub link: Option<Link>,
    /// From left to right.
    pub boxes: Vec<Node>,
}

/// The words beside a line; either may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// Left of it.
    pub left: String,
    /// Right of it.
    pub right: String,
}

/// A box.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub title: String,
    /// More about it, lines separated by `\n`; may be empty.
    pub text: String,
    /// Its corners.
    pub shape: Shape,
}

/// The corners of a box.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// `┌┐`
    #[default]
    Square,
    /// `╭╮`
    Round,
}

/// Boxes one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    /// From first to last, at least two.
    pub boxes: Vec<Node>,
    /// The words on the arrows from the first on; perhaps fewer than there are arrows, some of them empty.
    pub links: Vec<String>,
    /// The words on an arrow from the last box back to the first, if there is one; may be empty.
    pub back: Option<String>,
    /// Whether they are drawn without frames.
    pub plain: bool,
}

/// Numbers as bars.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bars {
    /// What the numbers count.
    pub unit: Option<String>,
    /// The heads of the series, then that of the notes; perhaps fewer than there are columns.
    pub columns: Vec<String>,
    /// The number whose bar is as long as there is room.
    pub max: f64,
    /// From top to bottom, each with as many values as the others.
    pub rows: Vec<BarRow>,
}

/// A bar in each series.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BarRow {
    /// What the numbers are of.
    pub label: String,
    /// A number of each series, none below zero.
    pub values: Vec<f64>,
    /// A word about them.
    pub note: Option<String>,
}

impl Picture {
    /// Every text in it, in reading order.
    pub fn texts(&self) -> Vec<&str> {
        let texts: Vec<&str> = match self {
            Self::Org(org) => {
                let rows = org.rows.iter().flat_map(OrgRow::texts);
                org.frame.as_deref().into_iter().chain(rows).collect()
            }
            Self::Flow(flow) => {
                let links = flow.links.iter().map(String::as_str).chain(std::iter::repeat(""));
                let steps = flow.boxes.iter().zip(links);
                let steps = steps.flat_map(|(node, link)| [&node.title, node.text.as_str(), link]);
                steps.chain(flow.back.as_deref()).collect()
            }
            Self::Bars(bars) => {
                let heads = bars.unit.iter().chain(&bars.columns);
                let rows =
                    bars.rows.iter().flat_map(|row| std::iter::once(&row.label).chain(&row.note));
                heads.chain(rows).map(String::as_str).collect()
            }
        };
        texts.into_iter().filter(|text| !text.is_empty()).collect()
    }
}

impl OrgRow {
    fn texts(&self) -> impl Iterator<Item = &str> {
        let links = self.link.iter().flat_map(|link| [link.left.as_str(), &link.right]);
        let boxes = self.boxes.iter().flat_map(|node| [node.title.as_str(), &node.text]);
        links.chain(self.frame.as_deref()).chain(boxes)
    }
}
