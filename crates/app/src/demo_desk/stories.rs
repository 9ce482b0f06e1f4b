//! The stories of the demo desk: applications in every stage, on time and late, paid, reduced,
//! demanded back, refused, taken back.

use programme::calendar::{Calendar, NoCalendar};
use programme::command::{Mode, Outcome};
use programme::people::Role;
use units::Date;

use super::path::{DEPARTMENTS, HANDED_IN};
use super::story::{Act, Story, Sum, Turn, Wanted, before};

const A: &str = "applicant-1";
const B: &str = "applicant-2";

/// Every story, in the order of the numbers of its applications.
pub(super) fn stories() -> Vec<Story> {
    [early(), reviewed(), decided(), paid(), ended()].concat()
}

fn met(applicant: &'static str, district: usize, ended_ago: u16) -> Story {
    Story::new(applicant, district, Wanted::Met, ended_ago)
}

/// In the reserve, at the applicant's, or just handed in.
fn early() -> Vec<Story> {
    let invalid = "产权证明缺少附图，请补正（演示）";
    let mut rival = met(B, 0, 1);
    rival.same_space = true;
    vec![
        met(A, 0, 2),
        rival,
        met(A, 1, 5).into_reserve().wait(3).by("applicant", Act::Attach(&["title_deed"])),
        met(B, 0, 3)
            .into_reserve()
            .hand_in()
            .wait(4)
            .by("district", Act::Decide(Outcome::Return, invalid)),
        met(A, 0, 2).into_reserve().hand_in(),
        met(B, 1, 9).into_reserve().hand_in(),
        met(B, 0, 11).into_reserve().hand_in().complete(),
        met(A, 1, 20).into_reserve().hand_in().complete(),
    ]
}

/// With the departments.
fn reviewed() -> Vec<Story> {
    let [development, planning, housing, industry, _] = DEPARTMENTS;
    let agree = |story: Story, (who, branch): (&'static str, &'static str)| {
        story.wait(1).by(who, Act::Opinion(branch, true, "同意（演示）"))
    };
    let late =
        [development, planning, housing].into_iter().fold(met(A, 0, 9).before_review(), agree);
    let disputed = [development, industry].into_iter().fold(met(B, 1, 3).before_review(), agree);
    let disagrees = "与控制性详细规划不符，建议调整（演示）";
    let unclear = "实施内容与规划意见不一致，退回说明（演示）";
    vec![
        late,
        met(B, 0, 2).before_review(),
        disputed.by(planning.0, Act::Opinion(planning.1, false, disagrees)),
        met(A, 0, 4).before_review().wait(3).by("city-2", Act::Decide(Outcome::Return, unclear)),
    ]
}

/// Scored, decided, under public notice.
fn decided() -> Vec<Story> {
    let of = |wanted, ago| Story::new(B, 0, wanted, ago).before_review().joint_review();
    let refusal = "节能率等条件未达到，详见认定（演示）";
    vec![
        met(A, 0, 3).before_review().joint_review().first_score(),
        of(Wanted::NotMet, 2).decided(),
        of(Wanted::Undetermined, 6).decided(),
        // Long enough ago that the time to appeal ends within the year: the next one's holidays
        // are arranged late.
        Story::new(A, 0, Wanted::NotMet, 17)
            .before_review()
            .joint_review()
            .decided()
            .wait(1)
            .by("city-1", Act::Decide(Outcome::Reject, refusal))
            .wait(8)
            .by("applicant", Act::Appeal("设计已调整，请求复核（演示）")),
        met(A, 0, 2).before_notice().wait(1).by("city-1", Act::Notice),
        met(B, 1, 1)
            .before_notice()
            .wait(1)
            .by("city-1", Act::Notice)
            .wait(2)
            .by("city-2", Act::Object),
        Story::new(A, 1, Wanted::Unconfirmed, 3)
            .before_notice()
            .noticed()
            .wait(1)
            .by("city-1", Act::Letter),
    ]
}

/// With money.
fn paid() -> Vec<Story> {
    vec![
        met(B, 0, 1).before_notice().noticed().wait(2).by("city-1", Act::Propose(Sum::Reserve)),
        met(A, 1, 4).awarded(),
        met(B, 0, 2)
            .planned()
            .wait(20)
            .by("applicant", Act::Attach(&["contract"]))
            .by("applicant", Act::Report("begun")),
        met(A, 0, 1)
            .begun()
            .wait(45)
            .by("applicant", Act::Invoice)
            .milestone("structure_done")
            .wait(2)
            .by("city-1", Act::Propose(Sum::Pay("second"))),
        met(B, 1, 15).begun().wait(30).by("district", Act::Suspend("结构鉴定复核期间中止（演示）")),
        met(A, 1, 2).accepted().money(Sum::Pay("first")),
        met(B, 1, 4)
            .begun()
            .wait(12)
            .by("applicant", Act::HandOver(A, "重组后由甲公司继续实施（演示）")),
        met(A, 0, 25).audited(),
        met(B, 0, 8).before_verification(),
        interest(),
    ]
}

/// Near the end or beyond it.
fn ended() -> Vec<Story> {
    vec![
        met(A, 0, 12)
            .before_evaluation()
            .wait(3)
            .by("auditor", Act::Propose(Sum::Demand(20)))
            .wait(1)
            .by("finance-1", Act::Approve)
            .wait(9)
            .by("finance-1", Act::Propose(Sum::Receive(60)))
            .wait(1)
            .by("finance-2", Act::Approve),
        met(B, 0, 40).before_evaluation().wait(10).closed(),
        met(B, 0, 30)
            .into_reserve()
            .wait(5)
            .by("applicant", Act::Attach(HANDED_IN))
            .wait(2)
            .by("applicant", Act::Withdraw("投资方案调整，撤回（演示）")),
    ]
}

/// An interest subsidy, up to the day on which its loan is drawn.
fn interest() -> Story {
    let mut story = met(A, 0, 210);
    story.mode = Mode::InterestSubsidy;
    story
        .planned()
        .wait(3)
        .by("city-1", Act::Appoint("bank", Role::Bank))
        .by("bank", Act::Attach(&["loan_contract"]))
        .by("bank", Act::Drawdown)
        .by("bank", Act::Rate(36_500, 31_000))
        .by("applicant", Act::Report("begun"))
        .wait(2)
        .by("district", Act::Accept("begun"))
}

/// The claims of an interest subsidy, one for each quarter that has ended since the loan was drawn;
/// the last one waits for its approval.
pub(super) fn claims(
    calendar: &Calendar,
    drawn: Date,
    present: Date,
) -> Result<Vec<Turn>, NoCalendar> {
    const NAMES: [&str; 8] = ["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8"];
    let mut turns = Vec::new();
    let latest = before(calendar, present, 5)?;
    let mut from = drawn;
    for name in NAMES {
        let until = next_quarter(from);
        // The calendar need not reach beyond the present.
        if until > latest || calendar.between(until, latest)? < 4 {
            break;
        }
        let day = calendar.after(until, 4)?;
        turns.push((day, "bank", Act::Attach(&["interest_slip"])));
        turns.push((day, "applicant", Act::Claim(name, from, until)));
        turns.push((calendar.after(day, 1)?, "city-1", Act::Propose(Sum::Pay(name))));
        turns.push((calendar.after(day, 2)?, "finance-1", Act::Approve));
        turns.push((calendar.after(day, 3)?, "bank", Act::Post));
        from = until;
    }
    // Of the last one only the proposal has been made.
    turns.truncate(turns.len().saturating_sub(2));
    Ok(turns.into_iter().map(|(on, who, act)| Turn { on, who, act }).collect())
}

/// The first day of the quarter after that of `day`.
fn next_quarter(day: Date) -> Date {
    let month = (day.month() - 1) / 3 * 3 + 4;
    let (year, month) = if month > 12 { (day.year() + 1, 1) } else { (day.year(), month) };
    Date::new(year, month, 1).unwrap_or(Date::MAX)
}
