//! Indexes that tell at once which other applications may be for the same works.

use std::collections::{BTreeMap, BTreeSet};

use units::{Date, Fen, SpaceId};

use super::{Application, State};
use crate::command::{FundLevel, Invoice};
use crate::event::Likeness;
use crate::guard::Prose;
use crate::ids::{ApplicationId, WorkKind};
use crate::moment::days_between;
use crate::money::{Account, Bucket};
use crate::people::OrgCode;

/// Invoices of one seller whose totals differ by at most this much may be the same: one yuan.
const INVOICE_FEN: Fen = Fen(100);
/// Invoices of one seller whose dates differ by at most this much may be the same.
const INVOICE_DAYS: i64 = 3;
/// Applications of one applicant whose investments differ by at most this share, in percent, ...
const INVESTMENT_PERCENT: i128 = 1;
/// ... and whose works begin within this many days, may be for the same works.
const WORKS_DAYS: i64 = 60;

/// What is known of municipal applications, by what they can be told apart by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Duplicates {
    spaces: BTreeMap<SpaceId, BTreeSet<ApplicationId>>,
    /// By applicant and investment, since only near investments are alike.
    applicants: BTreeMap<(OrgCode, Fen), BTreeSet<ApplicationId>>,
    /// By seller and normal number: the application that showed it last.
    numbers: BTreeMap<(OrgCode, String), ApplicationId>,
    /// By seller and total.
    totals: BTreeMap<(OrgCode, Fen), Vec<Shown>>,
}

/// An invoice that an application showed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Shown {
    date: Date,
    number: Prose,
    application: ApplicationId,
}

impl Duplicates {
    pub(crate) fn enter(&mut self, application: &Application) {
        for part in &application.parts {
            self.spaces.entry(part.space.clone()).or_default().insert(application.id.clone());
        }
        self.enter_applicant(&application.applicant, application);
    }

    pub(crate) fn enter_applicant(&mut self, applicant: &OrgCode, application: &Application) {
        let key = (applicant.clone(), application.investment());
        self.applicants.entry(key).or_default().insert(application.id.clone());
    }

    pub(crate) fn enter_invoice(&mut self, application: &ApplicationId, invoice: &Invoice) {
        let key = (invoice.seller.clone(), normal_number(&invoice.number));
        self.numbers.insert(key, application.clone());
        self.totals.entry((invoice.seller.clone(), invoice.amount)).or_default().push(Shown {
            date: invoice.date,
            number: invoice.number.clone(),
            application: application.clone(),
        });
    }
}

/// An invoice number as it is compared: full-width forms made plain, capitals, letters and digits
/// alone, no zeros in front.
pub(crate) fn normal_number(number: &Prose) -> String {
    let plain = number.as_str().chars().map(|letter| match letter {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter).to_ascii_uppercase()
        }
        other => other.to_ascii_uppercase(),
    });
    let kept: String = plain.filter(|letter| letter.is_alphanumeric()).collect();
    kept.trim_start_matches('0').to_owned()
}

impl State {
    /// Whether the application is paid from municipal money.
    pub(crate) fn is_municipal(&self, application: &Application) -> bool {
        let programme = self.programmes.get(&application.programme);
        programme.is_some_and(|programme| programme.level == FundLevel::Municipal)
    }

    /// Whether money is reserved, committed, paid or owed for the application.
    pub fn holds_money(&self, application: &Application) -> bool {
        const HELD: [Bucket; 5] = [
            Bucket::Reserved,
            Bucket::Committed,
            Bucket::Disbursed,
            Bucket::Receivable,
            Bucket::WrittenOff,
        ];
        application.line.as_ref().is_some_and(|line| {
            HELD.into_iter().any(|bucket| {
                let application = Some(application.id.clone());
                let account = Account { line: line.clone(), application, bucket };
                self.ledger.balance(&account).posted > Fen::ZERO
            })
        })
    }

    /// Other municipal applications with a space and a kind of works in common.
    pub(crate) fn same_works<'a>(
        &'a self,
        application: &'a Application,
    ) -> impl Iterator<Item = (&'a Application, SpaceId, WorkKind)> {
        application.parts.iter().flat_map(move |part| {
            let others = self.duplicates.spaces.get(&part.space).into_iter().flatten();
            others.filter(|id| **id != application.id).filter_map(move |id| {
                let other = self.applications.get(id)?;
                let work = application.works.intersection(&other.works).next()?;
                Some((other, part.space.clone(), work.clone()))
            })
        })
    }

    /// Whether an application still counts when duplicates are looked for.
    fn counts(&self, application: &Application) -> bool {
        !application.ended || self.holds_money(application)
    }

    /// The municipal applications that a new one may be the same as.
    pub(crate) fn alike(&self, new: &Application) -> Vec<(ApplicationId, Likeness)> {
        if !self.is_municipal(new) {
            return Vec::new();
        }
        let mut found: Vec<(ApplicationId, Likeness)> = self
            .same_works(new)
            .filter(|(other, ..)| self.counts(other))
            .map(|(other, space, work)| (other.id.clone(), Likeness::SpaceAndWorks { space, work }))
            .collect();
        let investment = new.investment();
        // Somewhat wider than the tolerance, which is then told exactly.
        let slack = Fen(investment.0 / 50 + 1);
        let at = |sum: Fen| (new.applicant.clone(), sum);
        let span = at(investment - slack)..=at(investment + slack);
        let of = self.duplicates.applicants.range(span).flat_map(|(_, all)| all);
        for other in of.filter_map(|id| self.applications.get(id)) {
            let known = found.iter().any(|(id, _)| *id == other.id);
            let near = days_between(other.works_from, new.works_from).abs() <= WORKS_DAYS;
            let alike = is_near(other.investment(), investment);
            if !known && near && alike && other.id != new.id && self.counts(other) {
                found.push((other.id.clone(), Likeness::Applicant));
            }
        }
        found
    }

    /// The application that showed an invoice with the same seller and number.
    pub(crate) fn invoice_shown_by(&self, invoice: &Invoice) -> Option<&Application> {
        let key = (invoice.seller.clone(), normal_number(&invoice.number));
        let id = self.duplicates.numbers.get(&key)?;
        self.applications.get(id).filter(|application| self.counts(application))
    }

    /// Other applications that showed an invoice which may be the same under another number.
    pub(crate) fn invoices_like(
        &self,
        application: &ApplicationId,
        invoice: &Invoice,
    ) -> Vec<(ApplicationId, Likeness)> {
        let at = |amount: Fen| (invoice.seller.clone(), amount);
        let span = at(invoice.amount - INVOICE_FEN)..=at(invoice.amount + INVOICE_FEN);
        let shown = self.duplicates.totals.range(span).flat_map(|(_, all)| all);
        let near = shown.filter(|shown| {
            shown.application != *application
                && days_between(shown.date, invoice.date).abs() <= INVOICE_DAYS
        });
        let live = near.filter(|shown| {
            self.applications.get(&shown.application).is_some_and(|other| self.counts(other))
        });
        live.map(|shown| {
            (shown.application.clone(), Likeness::Invoice { number: shown.number.clone() })
        })
        .collect()
    }
}

/// Whether two sums differ by at most one percent of the greater.
fn is_near(a: Fen, b: Fen) -> bool {
    let (a, b) = (i128::from(a.0), i128::from(b.0));
    (a - b).abs() * 100 <= INVESTMENT_PERCENT * a.max(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_by_what_counts() {
        let normal = |text: &str| normal_number(&Prose::new(text).unwrap());
        assert_eq!(normal("No. 0012-34a"), "NO001234A");
        assert_eq!(normal("００１２３４"), "1234");
        assert_eq!(normal(" 000012 34 "), "1234");
        assert_ne!(normal("1234"), normal("12340"));
    }

    #[test]
    fn sums_within_one_percent_are_near() {
        assert!(is_near(Fen(10_000), Fen(10_100)));
        assert!(!is_near(Fen(10_000), Fen(10_103)));
    }
}
