//! Telling people how far long work has come.

use std::sync::atomic::{AtomicUsize, Ordering};

use units::Text;

/// A step of the chain, in the order that the chain takes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Reading the list into the ledger.
    Import,
    /// Testing spaces against the district's criteria.
    Screen,
    /// Simulating buildings, without the chain.
    Simulate,
    /// Searching every combination of measures.
    Search,
    /// Simulating and costing packages.
    Appraise,
    /// Drawing the odds of loss of every package.
    Odds,
    /// Applying the rules.
    Decide,
    /// Choosing under the budget.
    Choose,
    /// Writing tables, page and map.
    Write,
    /// Filling the desk of the demo.
    Desk,
}

impl Step {
    /// Its name for people.
    pub fn text(self) -> Text {
        match self {
            Self::Import => Text::new("导入台账", "import"),
            Self::Screen => Text::new("筛查", "screen"),
            Self::Simulate => Text::new("模拟", "simulate"),
            Self::Search => Text::new("搜索全部组合", "search all combinations"),
            Self::Appraise => Text::new("模拟与评估", "simulate and appraise"),
            Self::Odds => Text::new("亏损概率", "odds of loss"),
            Self::Decide => Text::new("政策认定", "decide"),
            Self::Choose => Text::new("预算比选", "choose"),
            Self::Write => Text::new("写出结果", "write results"),
            Self::Desk => Text::new("布置演示业务台", "fill the demo desk"),
        }
    }

    /// Its name in files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Screen => "screen",
            Self::Simulate => "simulate",
            Self::Search => "search",
            Self::Appraise => "appraise",
            Self::Odds => "odds",
            Self::Decide => "decide",
            Self::Choose => "choose",
            Self::Write => "write",
            Self::Desk => "desk",
        }
    }
}

/// Hears of the steps of a long piece of work. All calls may come from any thread.
pub trait Progress: Sync {
    /// A step begins; `total` pieces of work, or 0 when that is not known.
    fn begin(&self, step: Step, total: usize);
    /// `pieces` more are done.
    fn advance(&self, pieces: usize);
    /// The step is over.
    fn end(&self);
}

/// Tells how far a count has come, from counts that threads may report out of order.
pub(crate) fn teller(progress: &dyn Progress) -> impl Fn(usize) + Sync + '_ {
    let told = AtomicUsize::new(0);
    move |done| progress.advance(done.saturating_sub(told.fetch_max(done, Ordering::Relaxed)))
}

/// Says nothing.
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _step: Step, _total: usize) {}
    fn advance(&self, _pieces: usize) {}
    fn end(&self) {}
}
