//! What will happen on the demo desk, day by day, worked out before anything is done.

use programme::Prose;
use programme::calendar::Calendar;
use programme::command::{Action, Criterion, FundLevel};
use programme::ids::{
    ApplicationId, DistrictId, ProgrammeId, ProjectKind, SheetId, UserId, WorkflowId,
};
use programme::people::OrgCode;
use units::{Date, Fen, Span};

use super::budget::{Needs, line_id, open_year};
use super::cases::{Case, City, Law};
use super::clerk::{Clerk, File};
use super::stories::{claims, stories};
use super::story::{Act, Sum, Turn};
use super::{KINDS, PROGRAMME, SCHEME, SHEET, WORKFLOW, made, no_calendar, people};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::progress::{Progress, Step};

/// Days from the founding of the desk to its first application.
const FOUNDED_BEFORE_DAYS: i64 = 20;

/// What will happen, and when.
pub(super) struct Plan {
    districts: [DistrictId; 2],
    files: Vec<File>,
    /// The turns of all, from old to new, each with the place of its application.
    turns: Vec<(usize, Turn)>,
    owners: Vec<(OrgCode, String)>,
    needs: Needs,
    founded: Date,
    present: Date,
}

impl Plan {
    /// The plan of all stories in a city.
    ///
    /// # Errors
    /// [`Failure::Request`] where the ledger has no space for a story, or the calendar ends before.
    pub(super) fn of(
        city: &mut City<'_>,
        laws: &[Law; 2],
        calendar: &Calendar,
        present: Date,
    ) -> Result<Self, Failure> {
        let [one, other] = &city.districts;
        let districts = [people::district(one)?, people::district(other)?];
        let (mut files, mut turns): (Vec<File>, Vec<(usize, Turn)>) = (Vec::new(), Vec::new());
        let (mut owners, mut needs) = (Vec::new(), Needs::new());
        for (place, story) in stories().into_iter().enumerate() {
            let mut dated = story.dated(calendar, present).map_err(|none| no_calendar(&none))?;
            if let Some(drawn) = dated.iter().find(|turn| turn.act == Act::Drawdown) {
                let claims = claims(calendar, drawn.on, present);
                dated.extend(claims.map_err(|none| no_calendar(&none))?);
            }
            let before = files.last().map(|file| &file.case);
            let case = city.case_of(&story, &dated, before)?;
            let district = districts[story.district].clone();
            if let Some((line, amount)) = need(&case, laws, &dated, &district)? {
                let sum = needs.entry(line).or_insert(Fen::ZERO);
                *sum = *sum + amount;
            }
            let owner = owner(&case, story.applicant, &mut owners)?;
            let id = made(ApplicationId::new(&format!("demo-{:02}", place + 1)))?;
            files.push(File::new(id, story, case, district, owner));
            turns.extend(dated.into_iter().map(|turn| (place, turn)));
        }
        // Stable: what one does on a day stays in its order.
        turns.sort_by_key(|(_, turn)| turn.on);
        let first = turns.first().map_or(present, |(_, turn)| turn.on);
        let founded = first - Span::new().days(FOUNDED_BEFORE_DAYS);
        Ok(Self { districts, files, turns, owners, needs, founded, present })
    }

    /// Founds the desk and lets everything happen.
    ///
    /// # Errors
    /// [`Failure::Request`] with the refusal of a step, [`Failure::Store`].
    pub(super) fn carry_out(
        mut self,
        desk: &Desk,
        mut clerk: Clerk<'_>,
        password_hash: &str,
        progress: &dyn Progress,
    ) -> Result<(), Failure> {
        let founded = self.founded;
        self.found(desk, &mut clerk)?;
        progress.begin(Step::Desk, self.turns.len());
        let mut year = founded.year() - 1;
        for (place, turn) in std::mem::take(&mut self.turns) {
            while year < turn.on.year() {
                year += 1;
                let on = founded.max(Date::new(year, 1, 4).unwrap_or(founded)).min(turn.on);
                open_year(&mut clerk, on, year, &self.districts, &self.needs)?;
            }
            if let Some(file) = self.files.get_mut(place) {
                clerk.take(file, &turn)?;
            }
            progress.advance(1);
        }
        self.stand_in(&mut clerk)?;
        // Last, so that nobody logs in to a desk that is not whole.
        for user in people::names() {
            let user = made(UserId::new(user))?;
            desk.wait(desk.accounts().set_password(&user, password_hash, false))?;
        }
        progress.end();
        Ok(())
    }

    /// Founds the desk, with everyone on it, the programme and the score sheet.
    fn found(&self, desk: &Desk, clerk: &mut Clerk<'_>) -> Result<(), Failure> {
        let on = self.founded;
        for user in people::names() {
            let (person, record, _) = people::record(user)?;
            desk.wait(desk.accounts().keep_person(&person, &record))?;
        }
        clerk.send(on, people::ADMIN, people::founding()?)?;
        let entered = people::organisations(&self.owners)?.into_iter();
        for action in entered.chain(people::accounts(&self.districts, on)?) {
            clerk.send(on, people::ADMIN, action)?;
        }
        let kinds = KINDS.map(ProjectKind::new).into_iter();
        let open = Action::OpenProgramme {
            programme: made(ProgrammeId::new(PROGRAMME))?,
            scheme: SCHEME.to_owned(),
            workflow: made(WorkflowId::new(WORKFLOW))?,
            level: FundLevel::Municipal,
            districts: self.districts.to_vec(),
            project_kinds: made(kinds.collect::<Result<_, _>>())?,
        };
        clerk.send(on, "city-1", open)?;
        let criteria = [
            ("实施条件（演示）", 20),
            ("产业与运营（演示）", 30),
            ("节能减碳（演示）", 25),
            ("投资合理性（演示）", 25),
        ];
        let criterion =
            |(name, points_max)| made(Prose::new(name)).map(|name| Criterion { name, points_max });
        let criteria = criteria.into_iter().map(criterion).collect::<Result<_, Failure>>()?;
        let sheet = made(SheetId::new(SHEET))?;
        clerk.send(on, "city-1", Action::PublishSheet { sheet, version: 1, criteria })
    }

    /// An officer is away for the week, and an expert knows an owner.
    fn stand_in(&self, clerk: &mut Clerk<'_>) -> Result<(), Failure> {
        let on = self.present.yesterday().unwrap_or(self.present);
        let until = self.present + Span::new().days(7);
        let to = made(UserId::new("district-2"))?;
        clerk.send(on, "district-1", Action::Delegate { to, from: on, until })?;
        match self.owners.first() {
            None => Ok(()),
            Some((organisation, _)) => {
                let organisation = organisation.clone();
                clerk.send(on, "expert-2", Action::DeclareInterest { organisation })
            }
        }
    }
}

/// The line that pays for a case, and how much, if it comes that far.
fn need(
    case: &Case,
    laws: &[Law; 2],
    turns: &[Turn],
    district: &DistrictId,
) -> Result<Option<(programme::ids::LineId, Fen)>, Failure> {
    let on = |act: Act| turns.iter().find(|turn| turn.act == act).map(|turn| turn.on);
    let (Some(reserved), Some(decided)) = (on(Act::Propose(Sum::Reserve)), on(Act::Record)) else {
        return Ok(None);
    };
    let amount = case.outcome(laws, decided)?.amount.unwrap_or(Fen::ZERO);
    Ok(Some((line_id(reserved.year(), district, &case.project_kind)?, amount)))
}

/// The code of the owner of a case's space, entered if it is new; the applicant where the ledger
/// names none.
fn owner(
    case: &Case,
    applicant: &str,
    owners: &mut Vec<(OrgCode, String)>,
) -> Result<OrgCode, Failure> {
    let Some(name) = &case.owner else { return people::organisation_of(applicant) };
    if let Some((code, _)) = owners.iter().find(|(_, known)| known == name) {
        return Ok(code.clone());
    }
    let code = people::code(101 + u32::try_from(owners.len()).unwrap_or_default())?;
    owners.push((code.clone(), name.clone()));
    Ok(code)
}
