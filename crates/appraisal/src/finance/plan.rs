//! What a cash flow is made of: plain amounts, prices and dates.

use serde::{Deserialize, Serialize};
use units::{Fen, Text};

/// A renovation as whoever pays for it sees it, against leaving the space as it is.
///
/// Month 0 is the day of commitment; year `y` holds months `12(y − 1) + 1..=12y`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Plan {
    /// Years that are counted, `1..=60`. [a]
    pub life_years: u16,
    /// Effective yearly rate of discount, `0..=50`. [%]
    pub discount_rate_percent: f64,
    /// Whether prices, growth and rate contain general inflation.
    pub money: MoneyTerms,
    /// Months until the works are done, shorter than the life: savings and the new rent begin
    /// after them. 0 where all is done on the day.
    pub works_months: u16,
    /// When what is built is paid, as shares by month that sum to 1; month 0 is the day.
    pub payments: Vec<Payment>,
    /// What is built.
    pub investments: Vec<Investment>,
    /// Yearly growth of the prices of what is built anew, and of upkeep. [%]
    pub cost_growth_percent: f64,
    /// What is bought and sold of energy.
    pub energies: Vec<EnergyLine>,
    /// Yearly energy of own photovoltaics, for its levelised cost. [kWh]
    pub pv_generation_kwh: Option<f64>,
    /// Energy saved at the site in a year, for its levelised cost. [kWh]
    pub saved_kwh: f64,
    /// Letting, where it is known.
    pub rent: Option<Rent>,
    /// Price of avoided carbon, where one is counted.
    pub carbon: Option<CarbonPrice>,
    /// What public money is granted, by the rules, as plain dated amounts.
    pub grants: Vec<Grant>,
    /// What is borrowed.
    pub loan: Option<Loan>,
    /// Share of the interest that public money pays.
    pub interest_subsidy: Option<InterestSubsidy>,
    /// Enterprise income tax, where it is counted.
    pub tax: Option<Tax>,
}

impl Plan {
    /// A plan in constant money that does nothing, to be filled: no works, all paid on the day.
    /// `life_years` and `discount_rate_percent` as the fields.
    pub fn empty(life_years: u16, discount_rate_percent: f64) -> Self {
        Self {
            life_years,
            discount_rate_percent,
            money: MoneyTerms::Constant,
            works_months: 0,
            payments: vec![Payment { month: 0, cost_share: 1.0 }],
            investments: Vec::new(),
            cost_growth_percent: 0.0,
            energies: Vec::new(),
            pv_generation_kwh: None,
            saved_kwh: 0.0,
            rent: None,
            carbon: None,
            grants: Vec::new(),
            loan: None,
            interest_subsidy: None,
            tax: None,
        }
    }
}

/// A share of the investment that is paid in a month.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Payment {
    /// The month.
    pub month: u16,
    /// Its share, `0..=1`. [-]
    pub cost_share: f64,
}

/// What prices contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MoneyTerms {
    /// Constant money: growth above general inflation, a real rate of discount.
    Constant,
    /// Money of the day: growth and rate contain inflation.
    Nominal,
}

/// One thing that is built, and built again when its life ends.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Investment {
    /// Stable word, such as the measure.
    pub id: String,
    /// Name for people.
    pub name: Text,
    /// Price of building it once.
    pub cost: Fen,
    /// Years that it lasts, at least 1. [a]
    pub lifetime_years: u16,
    /// Upkeep of a year beyond today's.
    pub maintenance: Fen,
    /// Whether it belongs to the photovoltaics.
    pub is_pv: bool,
}

/// One thing that is bought before and after, or sold where its price is negative.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EnergyLine {
    /// Stable word, such as `electricity_peak`.
    pub id: String,
    /// Name for people.
    pub name: Text,
    /// What its price moves with.
    pub market: Market,
    /// Amount of a year before, in `unit`.
    pub before_units: f64,
    /// Amount of a year after, in `unit`.
    pub after_units: f64,
    /// What is counted, such as `kWh`.
    pub unit: String,
    /// Price of a unit in the first year. [yuan]
    pub price_yuan: f64,
    /// Growth of the price. [%]
    pub growth_percent: f64,
    /// Whether the fall from before to after is a computed saving that may fall short; not so for a
    /// charge by floor area.
    pub is_metered: bool,
    /// Where the price stands, such as `beijing-planning-2023/tariff/gas`.
    pub source: String,
}

/// What a price of energy moves with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Market {
    /// Electricity from the grid, and what the grid pays.
    Electricity,
    /// Electricity of the own roof, at the price that it saves.
    OwnPv,
    /// Natural gas.
    Gas,
    /// District heat and cold.
    District,
}

/// Letting before and after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rent {
    /// Lettable area 可出租面积. [m²]
    pub lettable_area_m2: f64,
    /// Before, as it would go on.
    pub before: Letting,
    /// After, once it is let.
    pub after: Letting,
    /// Months from the end of the works until the new share is let, in even steps.
    pub letting_months: u16,
    /// Share of the old rent that is lost during the works, `0..=1`. [-]
    pub lost_during_works_share: f64,
    /// Growth of rents. [%]
    pub growth_percent: f64,
    /// Who says so.
    pub source: String,
}

/// How an area is let.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letting {
    /// Rent of a let square metre in a month. [yuan/(m²·month)]
    pub rent_yuan_m2_month: f64,
    /// Share that is let, `0..=1`. [-]
    pub let_share: f64,
}

/// What an avoided tonne is worth.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CarbonPrice {
    /// Avoided in a year. [t]
    pub avoided_t: f64,
    /// Price in the first year. [yuan/t]
    pub price_yuan_t: f64,
    /// Growth of the price. [%]
    pub growth_percent: f64,
    /// Who says so.
    pub source: String,
}

/// A part of a grant.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Grant {
    /// Stable word; a part of a grant stands once.
    pub id: String,
    /// Name for people.
    pub name: Text,
    /// Month in which it is paid, within the life.
    pub month: u16,
    /// How much.
    pub amount: Fen,
    /// The rule that decided it.
    pub source: String,
}

/// A loan that is drawn in month 0.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Loan {
    /// What is borrowed.
    pub principal: Fen,
    /// Months from the drawing to the last payment, within the life.
    pub term_months: u16,
    /// Months at the start without repayment, shorter than the term.
    pub grace_months: u16,
    /// What happens to the interest of those months.
    pub grace: Grace,
    /// How it is repaid.
    pub repayment: Repayment,
    /// Yearly rates from a month on; the first holds from month 0.
    pub rates: Vec<Rate>,
    /// Who says so.
    pub source: String,
}

/// A rate from a month on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// First month after which it holds: 0 is the drawing.
    pub from_month: u16,
    /// Yearly rate, a twelfth of it a month: LPR and spread. [%]
    pub rate_percent: f64,
}

/// Interest of the grace months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grace {
    /// It is paid 只还利息.
    InterestOnly,
    /// It is added to the principal 利息资本化.
    Capitalised,
}

/// How a loan is repaid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repayment {
    /// The same principal every month 等额本金.
    LevelPrincipal,
    /// The same payment every month, as long as the rate stays 等额本息.
    Annuity,
    /// All at the end 到期还本.
    Bullet,
}

/// Interest that public money pays back, never more than was paid.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InterestSubsidy {
    /// Yearly rate up to which it pays. [%]
    pub rate_percent: f64,
    /// Months for which it pays.
    pub months: u16,
    /// Most that it pays in all.
    pub cap: Fen,
    /// The rule that decided it.
    pub source: String,
}

/// Enterprise income tax 企业所得税. Value added tax is not counted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tax {
    /// Rate, `0..=60`. [%]
    pub rate_percent: f64,
    /// Years of straight-line depreciation of what is built.
    pub depreciation_years: u16,
    /// Whether grants are taxable income in the year in which they come.
    pub grants_are_taxable: bool,
    /// Years over which a loss may be set against later profit.
    pub loss_years: u16,
    /// Who says so.
    pub source: String,
}
