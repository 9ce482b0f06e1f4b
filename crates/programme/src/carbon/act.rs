//! What is asked of a carbon account, and what has happened to it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use units::{Date, Day, GramsCo2e, SpaceId};

use super::inventory::Basis;
use crate::guard::Prose;
use crate::ids::{BoundaryId, Digest, ReductionId, SeriesId};
use crate::people::OrgCode;

/// What is reduced: the source of emissions, so that two measures on one source cannot both count
/// the same fall.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ReductionKind {
    /// Bought electricity, by saving or by own PV.
    Electricity,
    /// Bought heat.
    Heat,
    /// Natural gas burnt.
    Gas,
    /// Other fuels burnt.
    Fuel,
}

/// Who issues units. Nobody else does, this desk least of all.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Registry {
    /// 国家核证自愿减排量.
    Ccer,
    /// 碳普惠减排量 of a province or city.
    Tanpuhui,
}

/// Units of one series by their serial numbers, both ends included; each is a tonne of CO2e.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitRange {
    /// Who issued them.
    pub registry: Registry,
    /// The series.
    pub series: SeriesId,
    /// The first number.
    pub first: u64,
    /// The last number.
    pub last: u64,
}

impl UnitRange {
    /// How many units there are: tonnes.
    pub fn count(&self) -> u64 {
        self.last.saturating_sub(self.first).saturating_add(1)
    }
}

/// A statement of a year as it is filed: its digest, what it follows from, and its sums.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filing {
    /// The calendar year.
    pub year: i16,
    /// The digest of the statement's bytes.
    pub statement: Digest,
    /// The digest of its activity data.
    pub activity: Digest,
    /// The digest of its factors.
    pub factors: Digest,
    /// The day on which what was known of factors counts.
    #[schemars(with = "Day")]
    pub known_on: Date,
    /// Scope 1.
    pub scope1_g: GramsCo2e,
    /// Scope 2, location-based.
    pub scope2_location_g: GramsCo2e,
    /// Scope 2, market-based.
    pub scope2_market_g: GramsCo2e,
    /// The statement that this one takes the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restates: Option<Digest>,
}

impl Filing {
    /// Scopes 1 and 2 with one of the two figures.
    pub fn own(&self, basis: Basis) -> GramsCo2e {
        match basis {
            Basis::Market => self.scope1_g + self.scope2_market_g,
            Basis::Both | Basis::Location => self.scope1_g + self.scope2_location_g,
        }
    }
}

/// A reduction as the enterprise claims it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// The record.
    pub reduction: ReductionId,
    /// Where.
    pub boundary: BoundaryId,
    /// Of what.
    pub of: ReductionKind,
    /// The first day.
    #[schemars(with = "Day")]
    pub from: Date,
    /// The last day, of the same calendar year.
    #[schemars(with = "Day")]
    pub to: Date,
    /// What would have been emitted.
    pub baseline_g: GramsCo2e,
    /// What was emitted.
    pub actual_g: GramsCo2e,
    /// The digest of the report on savings.
    pub report: Digest,
    /// The reversed record that this one corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<ReductionId>,
}

impl Claim {
    /// The reduction.
    pub fn grams(&self) -> GramsCo2e {
        self.baseline_g - self.actual_g
    }
}

/// A plan of neutrality: what is reduced first, in each of its years.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NeutralityPlan {
    /// The first year.
    pub first_year: i16,
    /// The last year.
    pub last_year: i16,
    /// Which figure of scope 2 is to be offset: location or market.
    pub basis: Basis,
    /// The verified reduction that each year needs before anything is offset.
    pub reduction_g: GramsCo2e,
    /// The digest of the plan.
    pub document: Digest,
}

/// What is asked of a carbon account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum CarbonAct {
    /// Opens the account of the actor's enterprise; each enterprise has one.
    Open,
    /// Adds a part of the boundary.
    AddBoundary {
        /// The part.
        boundary: BoundaryId,
        /// Its spaces.
        spaces: Vec<SpaceId>,
        /// The first day.
        #[schemars(with = "Day")]
        from: Date,
        /// The last day, if it is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<Day>")]
        to: Option<Date>,
    },
    /// Ends a part of the boundary: it is sold, or no longer rented.
    EndBoundary {
        /// The part.
        boundary: BoundaryId,
        /// The last day.
        #[schemars(with = "Day")]
        to: Date,
    },
    /// Files the statement of a year, first or anew.
    FileStatement {
        /// The statement.
        filing: Box<Filing>,
    },
    /// An independent verifier confirms the filed statement of a year (ISO 14064-3).
    VerifyStatement {
        /// The year.
        year: i16,
        /// The statement that was seen.
        statement: Digest,
        /// The digest of the verifier's report.
        report: Digest,
    },
    /// Claims a reduction.
    ClaimReduction {
        /// What is claimed.
        claim: Box<Claim>,
    },
    /// An independent verifier confirms a claimed reduction.
    VerifyReduction {
        /// The record.
        reduction: ReductionId,
        /// The digest of the verifier's report.
        report: Digest,
    },
    /// A verifier turns a claimed reduction down.
    RefuseReduction {
        /// The record.
        reduction: ReductionId,
        /// Why.
        reason: Prose,
    },
    /// Reverses a verified reduction; another record may then correct it.
    ReverseReduction {
        /// The record.
        reduction: ReductionId,
        /// Why.
        reason: Prose,
    },
    /// Enters units that a registry has transferred to the enterprise.
    EnterUnits {
        /// Which.
        units: UnitRange,
        /// The year of the reductions that they were issued for.
        vintage: i16,
        /// The digest of the registry's extract.
        evidence: Digest,
    },
    /// Retires units for a year's neutrality.
    RetireUnits {
        /// Which.
        units: UnitRange,
        /// The year.
        year: i16,
    },
    /// Cancels units for no claim.
    CancelUnits {
        /// Which.
        units: UnitRange,
        /// Why.
        reason: Prose,
    },
    /// Makes a plan of neutrality.
    Plan {
        /// The plan.
        plan: NeutralityPlan,
    },
    /// Declares a year neutral: reduced as planned, the rest offset.
    DeclareNeutrality {
        /// The year.
        year: i16,
    },
    /// An independent verifier certifies a declared year.
    Certify {
        /// The year.
        year: i16,
        /// The digest of the certificate.
        certificate: Digest,
    },
    /// A verifier turns a declared year down.
    RefuseCertificate {
        /// The year.
        year: i16,
        /// Why.
        reason: Prose,
    },
    /// Takes a certificate back.
    RevokeCertificate {
        /// The year.
        year: i16,
        /// Why.
        reason: Prose,
    },
}

/// What has happened to a carbon account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "fields are those of the act that asked, and documented there")]
pub enum CarbonEvent {
    /// It was opened.
    Opened { enterprise: OrgCode },
    /// A part of the boundary was added.
    BoundaryAdded {
        boundary: BoundaryId,
        spaces: Vec<SpaceId>,
        from: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Date>,
    },
    /// A part of the boundary ended.
    BoundaryEnded { boundary: BoundaryId, to: Date },
    /// A statement was filed.
    StatementFiled { filing: Box<Filing> },
    /// It was verified.
    StatementVerified { year: i16, statement: Digest, report: Digest },
    /// A reduction was claimed.
    ReductionClaimed { claim: Box<Claim> },
    /// It was verified, and counts from here on.
    ReductionVerified { reduction: ReductionId, report: Digest },
    /// It was not.
    ReductionRefused { reduction: ReductionId, reason: Prose },
    /// It no longer counts.
    ReductionReversed { reduction: ReductionId, reason: Prose },
    /// Units came in.
    UnitsEntered { units: UnitRange, vintage: i16, evidence: Digest },
    /// Units were retired.
    UnitsRetired { units: UnitRange, year: i16 },
    /// Units were cancelled.
    UnitsCancelled { units: UnitRange, reason: Prose },
    /// A plan was made.
    Planned { plan: NeutralityPlan },
    /// A year was declared neutral: on which statement, with what emitted, reduced and offset.
    NeutralityDeclared {
        year: i16,
        statement: Digest,
        emitted_g: GramsCo2e,
        reduced_g: GramsCo2e,
        retired_units: u64,
    },
    /// It was certified.
    Certified { year: i16, certificate: Digest },
    /// It was not.
    CertificateRefused { year: i16, reason: Prose },
    /// The certificate was taken back.
    CertificateRevoked { year: i16, reason: Prose },
}
