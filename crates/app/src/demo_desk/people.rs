//! Who is on the demo desk: organisations, accounts, roles. Every name and code is invented and
//! looks it.

use programme::Prose;
use programme::Suite;
use programme::command::Action;
use programme::ids::{DepartmentId, Digest, DistrictId, GrantId, PersonId, UserId};
use programme::people::{OrgCode, Role};
use programme::state::State;
use serde::Serialize;
use units::{Date, Text};

use super::made;
use crate::desk::PersonalRecord;
use crate::failure::Failure;

/// An account of the demo desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DemoUser {
    /// The account.
    pub user: String,
    /// Its role.
    pub role: Role,
    /// What it is for.
    pub says: Text,
}

/// Where the role of an account reaches.
#[derive(Clone, Copy)]
enum Place {
    Everywhere,
    /// One of the two districts.
    District(usize),
    Department(&'static str),
}

/// Account, number of its organisation, role, reach, what it is for.
type Entry = (&'static str, u32, Role, Place, &'static str, &'static str);

use Place::{Department, District, Everywhere};

/// The office that runs the desk.
const OFFICE: u32 = 1;

const ORGANISATIONS: &[(u32, &str)] = &[
    (OFFICE, "演示市发展改革委"),
    (2, "演示甲区发展改革委"),
    (3, "演示乙区发展改革委"),
    (4, "演示市规划自然资源委"),
    (5, "演示市住房城乡建设委"),
    (6, "演示市经济和信息化局"),
    (7, "演示市消防救援局"),
    (8, "演示市财政局"),
    (9, "演示市审计局"),
    (11, "演示城市更新甲公司"),
    (12, "演示城市更新乙公司"),
    (21, "演示评估机构甲"),
    (22, "演示评估机构乙"),
    (31, "演示银行"),
    (41, "演示核查机构"),
];

const PEOPLE: &[Entry] = &[
    ("applicant-1", 11, Role::Applicant, Everywhere, "申报单位甲", "applicant, company 1"),
    ("applicant-2", 12, Role::Applicant, Everywhere, "申报单位乙", "applicant, company 2"),
    ("district-1", 2, Role::DistrictOfficer, District(0), "区级经办", "district officer"),
    ("district-2", 2, Role::DistrictOfficer, District(0), "区级经办", "district officer"),
    ("other-district", 3, Role::DistrictOfficer, District(1), "区级经办", "district officer"),
    ("city-1", OFFICE, Role::MunicipalOfficer, Everywhere, "市级经办", "municipal officer"),
    ("city-2", OFFICE, Role::MunicipalOfficer, Everywhere, "市级经办", "municipal officer"),
    (
        "dept-development",
        OFFICE,
        Role::Department,
        Department("development_reform"),
        "会审：发展改革",
        "department: development and reform",
    ),
    (
        "dept-planning",
        4,
        Role::Department,
        Department("planning"),
        "会审：规划",
        "department: planning",
    ),
    (
        "dept-housing",
        5,
        Role::Department,
        Department("housing"),
        "会审：住建",
        "department: housing",
    ),
    (
        "dept-industry",
        6,
        Role::Department,
        Department("industry"),
        "会审：经信",
        "department: industry",
    ),
    ("dept-fire", 7, Role::Department, Department("fire"), "会审：消防", "department: fire safety"),
    ("expert-1", 21, Role::Expert, Everywhere, "专家", "expert"),
    ("expert-2", 22, Role::Expert, Everywhere, "专家", "expert"),
    ("finance-1", 8, Role::Finance, Everywhere, "财政", "finance"),
    ("finance-2", 8, Role::Finance, Everywhere, "财政", "finance"),
    ("verifier", 41, Role::Verifier, Everywhere, "核查机构", "verifier"),
    ("bank", 31, Role::Bank, Everywhere, "银行", "bank officer"),
    ("auditor", 9, Role::Auditor, Everywhere, "审计", "auditor"),
    ("analyst", OFFICE, Role::Analyst, Everywhere, "分析人员", "analyst"),
    (ADMIN, OFFICE, Role::Administrator, Everywhere, "系统管理员", "administrator"),
];

/// The account of the administrator.
pub(super) const ADMIN: &str = "admin";

/// The names of the accounts.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    PEOPLE.iter().map(|(user, ..)| *user)
}

/// The accounts as they are on a desk on a day.
pub(super) fn users(state: &State, on: Date) -> Vec<DemoUser> {
    let district = |user: &str| {
        let user = UserId::new(user).ok()?;
        let mut grants = state.people().grants_in_force(&user, Role::DistrictOfficer, on);
        let id = grants.find_map(|grant| grant.district.as_ref())?;
        DISTRICTS.iter().find(|(_, known)| *known == id.as_str()).copied()
    };
    let user = |(user, _, role, _, zh, en): &Entry| {
        let says = match district(user) {
            Some((name, id)) => Text::new(format!("{zh}（{name}）"), format!("{en}, {id}")),
            None => Text::new(*zh, *en),
        };
        DemoUser { user: (*user).to_owned(), role: *role, says }
    };
    PEOPLE.iter().map(user).collect()
}

/// The role of an account.
pub(super) fn role_of(user: &str) -> Result<Role, Failure> {
    let entry = PEOPLE.iter().find(|(name, ..)| *name == user);
    made(entry.map(|(_, _, role, ..)| *role).ok_or(format!("no demo account {user}")))
}

/// The organisation of an account.
pub(super) fn organisation_of(user: &str) -> Result<OrgCode, Failure> {
    let entry = PEOPLE.iter().find(|(name, ..)| *name == user);
    code(made(entry.map(|(_, number, ..)| *number).ok_or(format!("no demo account {user}")))?)
}

/// The code of the demo's organisation `number`: its digits say DEM, and its check character is
/// right.
pub(super) fn code(number: u32) -> Result<OrgCode, Failure> {
    let body = format!("91000000DEM{number:06}");
    let found = "0123456789ABCDEFGHJKLMNPQRTUWXY"
        .chars()
        .find_map(|last| OrgCode::new(&format!("{body}{last}")).ok());
    made(found.ok_or(format!("no code for {number}")))
}

/// A person's record, which is kept apart, and the commitment to it. The salt follows from the name
/// of the account: there is nothing to hide about people that do not exist, and so the same demo
/// has the same journal.
pub(super) fn record(user: &str) -> Result<(PersonId, PersonalRecord, Digest), Failure> {
    let entry = PEOPLE.iter().position(|(name, ..)| *name == user);
    let number = made(entry.ok_or(format!("no demo account {user}")))? + 1;
    let record = serde_json::json!({
        "name": format!("演示人员{number:02}"),
        "phone": format!("000-0000-{number:04}"),
        "email": format!("{user}@example.invalid"),
    })
    .to_string();
    let salt = Digest::of(format!("demo salt of {user}").as_bytes()).0;
    let commitment = Suite::default().commitment(&salt, record.as_bytes());
    let person = made(PersonId::new(&format!("p-demo-{number:02}")))?;
    Ok((person, PersonalRecord { salt, record }, commitment))
}

/// The first command: the office and its administrator.
pub(super) fn founding() -> Result<Action, Failure> {
    let (person, _, commitment) = record(ADMIN)?;
    let name = ORGANISATIONS.iter().find(|(number, _)| *number == OFFICE);
    let name = made(Prose::new(name.map_or("", |(_, name)| name)))?;
    let (organisation, suite) = (code(OFFICE)?, Suite::default());
    Ok(Action::Found { organisation, name, person, commitment, suite })
}

/// The other organisations, the owners of spaces among them.
pub(super) fn organisations(owners: &[(OrgCode, String)]) -> Result<Vec<Action>, Failure> {
    let of_demo = ORGANISATIONS.iter().filter(|(number, _)| *number != OFFICE);
    let of_demo = of_demo.map(|(number, name)| Ok((code(*number)?, (*name).to_owned())));
    let owners = owners.iter().cloned().map(Ok);
    of_demo
        .chain(owners)
        .map(|one| {
            let (organisation, name) = one?;
            Ok(Action::RegisterOrganisation { organisation, name: made(Prose::new(&name))? })
        })
        .collect()
}

/// The other accounts with their roles; `districts` are the ids of the two.
pub(super) fn accounts(districts: &[DistrictId; 2], from: Date) -> Result<Vec<Action>, Failure> {
    let mut actions = Vec::new();
    for (name, number, role, place, ..) in PEOPLE.iter().filter(|(name, ..)| *name != ADMIN) {
        let (person, _, commitment) = record(name)?;
        let user = made(UserId::new(name))?;
        actions.push(Action::RegisterUser {
            user: user.clone(),
            organisation: code(*number)?,
            person,
            commitment,
        });
        let department = match place {
            Department(id) => Some(made(DepartmentId::new(id))?),
            Everywhere | District(_) => None,
        };
        let district = match place {
            District(at) => Some(districts[*at].clone()),
            Everywhere | Department(_) => None,
        };
        let grant = made(GrantId::new(&format!("demo-{name}")))?;
        actions.push(Action::GrantRole {
            grant,
            user,
            role: *role,
            district,
            department,
            from,
            to: None,
        });
    }
    Ok(actions)
}

/// The districts of Beijing with their ids.
const DISTRICTS: [(&str, &str); 16] = [
    ("东城区", "dongcheng"),
    ("西城区", "xicheng"),
    ("朝阳区", "chaoyang"),
    ("丰台区", "fengtai"),
    ("石景山区", "shijingshan"),
    ("海淀区", "haidian"),
    ("门头沟区", "mentougou"),
    ("房山区", "fangshan"),
    ("通州区", "tongzhou"),
    ("顺义区", "shunyi"),
    ("昌平区", "changping"),
    ("大兴区", "daxing"),
    ("怀柔区", "huairou"),
    ("平谷区", "pinggu"),
    ("密云区", "miyun"),
    ("延庆区", "yanqing"),
];

/// The id of a district of Beijing.
pub(super) fn district(name: &str) -> Result<DistrictId, Failure> {
    let id = DISTRICTS.iter().find(|(known, _)| *known == name).map(|(_, id)| *id);
    made(DistrictId::new(made(id.ok_or(format!("no id for the district {name}")))?))
}
