//! The usual way of a case, stage by stage; a story takes as much of it as it needs.

use programme::command::Outcome;
use programme::facts::When;
use programme::people::Role;

use super::story::{Act, Story, Sum};

/// The departments of the joint review: account and part of the stage.
pub(super) const DEPARTMENTS: [(&str, &str); 5] = [
    ("dept-development", "development_reform"),
    ("dept-planning", "planning"),
    ("dept-housing", "housing"),
    ("dept-industry", "industry"),
    ("dept-fire", "fire"),
];

/// What the applicant hands in.
pub(super) const HANDED_IN: &[&str] = &[
    "title_deed",
    "owner_consent",
    "fund_application",
    "industry_plan",
    "operation_plan",
    "no_other_fund",
];

fn pass(grounds: &'static str) -> Act {
    Act::Decide(Outcome::Pass, grounds)
}

impl Story {
    /// A money step that is proposed and approved.
    pub(super) fn money(self, sum: Sum) -> Self {
        self.by("city-1", Act::Propose(sum)).wait(1).by("finance-1", Act::Approve)
    }

    /// A tranche, from its proposal to the bank's word.
    pub(super) fn pay(self, tranche: &'static str) -> Self {
        self.money(Sum::Pay(tranche)).wait(2).by("finance-2", Act::Post)
    }

    /// Into the district's reserve, and the papers of the application.
    pub(super) fn into_reserve(self) -> Self {
        self.wait(3)
            .by("district", Act::Attach(&["ledger_extract"]))
            .wait(2)
            .by("district", pass("台账和现场核对一致，纳入储备库（演示）"))
    }

    /// The application is handed in.
    pub(super) fn hand_in(self) -> Self {
        self.wait(8)
            .by("applicant", Act::Attach(HANDED_IN))
            .by("applicant", Act::State(When::Before))
            .wait(1)
            .by("applicant", Act::Submit)
    }

    /// The district finds it complete.
    pub(super) fn complete(self) -> Self {
        self.wait(3).by("district", pass("材料齐全（演示）"))
    }

    /// The district recommends it.
    pub(super) fn recommend(self) -> Self {
        self.wait(6)
            .by("district", Act::Attach(&["district_recommendation"]))
            .wait(1)
            .by("district", pass("同意推荐（演示）"))
    }

    /// Everything up to the joint review of the departments.
    pub(super) fn before_review(self) -> Self {
        self.into_reserve().hand_in().complete().recommend()
    }

    /// All departments agree.
    pub(super) fn joint_review(mut self) -> Self {
        for (who, branch) in DEPARTMENTS {
            self = self.wait(1).by(who, Act::Opinion(branch, true, "同意（演示）"));
        }
        self.wait(2).by("city-1", pass("各部门一致同意（演示）"))
    }

    /// Two experts are appointed and the first has scored.
    pub(super) fn first_score(self) -> Self {
        self.wait(1)
            .by("city-1", Act::Appoint("expert-1", Role::Expert))
            .by("city-1", Act::Appoint("expert-2", Role::Expert))
            .wait(4)
            .by("expert-1", Act::Score(&[16, 24, 18, 17]))
    }

    /// Both experts have scored, their report is there, and the rules have decided.
    pub(super) fn decided(self) -> Self {
        self.first_score()
            .wait(1)
            .by("expert-2", Act::Score(&[15, 26, 17, 14]))
            .by("expert-1", Act::Attach(&["appraisal_report"]))
            .wait(2)
            .by("city-1", Act::Record)
    }

    /// Everything up to the public notice.
    pub(super) fn before_notice(self) -> Self {
        self.before_review().joint_review().decided().wait(1).by("city-1", pass("评估通过（演示）"))
    }

    /// The public notice has run out.
    pub(super) fn noticed(self) -> Self {
        self.wait(1).by("city-1", Act::Notice).wait(6).by("city-1", pass("公示期满无异议（演示）"))
    }

    /// The award is made.
    pub(super) fn awarded(self) -> Self {
        self.before_notice()
            .noticed()
            .wait(2)
            .by("city-1", Act::Clear)
            .money(Sum::Reserve)
            .wait(1)
            .by("city-1", Act::Letter)
            .money(Sum::Commit)
            .wait(1)
            .by("city-1", pass("已批复（演示）"))
    }

    /// The works begin.
    pub(super) fn planned(self) -> Self {
        self.awarded()
            .wait(4)
            .by("city-1", Act::Attach(&["investment_plan"]))
            .by("city-1", pass("列入投资计划（演示）"))
    }

    /// A milestone is reported and accepted.
    pub(super) fn milestone(self, name: &'static str) -> Self {
        self.by("applicant", Act::Report(name)).wait(4).by("district", Act::Accept(name))
    }

    /// The works have begun, which the district has accepted.
    pub(super) fn accepted(self) -> Self {
        self.planned()
            .wait(15)
            .by("applicant", Act::Attach(&["contract"]))
            .milestone("begun")
            .wait(2)
    }

    /// The first part is paid.
    pub(super) fn begun(self) -> Self {
        self.accepted().pay("first")
    }

    /// The works are done and two parts paid.
    pub(super) fn built(self) -> Self {
        self.begun()
            .wait(45)
            .by("applicant", Act::Invoice)
            .milestone("structure_done")
            .wait(2)
            .pay("second")
            .wait(40)
            .milestone("completed")
            .by("district", pass("建设内容已完成（演示）"))
    }

    /// The accounts are audited, with a lower investment than planned.
    pub(super) fn audited(self) -> Self {
        self.built()
            .wait(12)
            .by("district", Act::Attach(&["acceptance_record", "audit_report"]))
            .by("district", Act::State(When::After))
            .wait(3)
            .money(Sum::Reduce(93))
    }

    /// A verifier is appointed.
    pub(super) fn before_verification(self) -> Self {
        self.audited()
            .wait(2)
            .by("district", pass("验收合格，已按审计核减（演示）"))
            .wait(2)
            .by("city-1", Act::Appoint("verifier", Role::Verifier))
    }

    /// Verified, paid to the end, and reported on.
    pub(super) fn before_evaluation(self) -> Self {
        self.before_verification()
            .wait(10)
            .by("verifier", Act::Attach(&["verification_report"]))
            .by("verifier", pass("节能减碳量已核查（演示）"))
            .wait(3)
            .pay("final")
            .wait(20)
            .by("applicant", Act::Attach(&["operation_report"]))
            .wait(2)
            .by("district", pass("运营报告已核实（演示）"))
    }

    /// The last evaluation is there, and the case is closed.
    pub(super) fn closed(self) -> Self {
        self.by("city-2", Act::Attach(&["evaluation_report"]))
            .wait(2)
            .by("city-2", pass("绩效目标完成，办结（演示）"))
    }
}
