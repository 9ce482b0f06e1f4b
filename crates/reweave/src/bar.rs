//! Progress on a terminal; nothing when standard error is none.

use std::sync::Mutex;

use app::Progress;
use indicatif::{ProgressBar, ProgressStyle};
use units::Lang;

/// One bar a step, with its count and the time it still needs.
pub(crate) struct Bar {
    lang: Lang,
    current: Mutex<Option<ProgressBar>>,
}

impl Bar {
    /// No step yet.
    pub(crate) fn new(lang: Lang) -> Self {
        Self { lang, current: Mutex::new(None) }
    }

    fn with(&self, act: impl FnOnce(&mut Option<ProgressBar>)) {
        // A panic elsewhere must not hide progress: take the bar as it was.
        act(&mut self.current.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl Progress for Bar {
    fn begin(&self, step: app::Step, total: usize) {
        let name = step.text();
        let bar = if total == 0 {
            ProgressBar::new_spinner().with_style(style("{spinner} {msg} {elapsed}"))
        } else {
            ProgressBar::new(u64::try_from(total).unwrap_or(u64::MAX))
                .with_style(style("{msg} {wide_bar} {human_pos}/{human_len} {eta}"))
        };
        bar.set_message(name.get(self.lang).to_owned());
        self.with(|current| *current = Some(bar));
    }

    fn advance(&self, pieces: usize) {
        self.with(|current| {
            if let Some(bar) = current {
                bar.inc(u64::try_from(pieces).unwrap_or(u64::MAX));
            }
        });
    }

    fn end(&self) {
        self.with(|current| {
            if let Some(bar) = current.take() {
                bar.finish_and_clear();
            }
        });
    }
}
