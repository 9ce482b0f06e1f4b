//! Where a family of schemes applies, and which factors, prices and criteria are its own.

use serde::Deserialize;
use units::Text;

use crate::embedded;
use crate::failure::Failure;

/// A jurisdiction with reference data of its own.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Place {
    /// Prefix of its schemes' identifiers, such as `cn/beijing`.
    pub(crate) id: String,
    pub(crate) name: Text,
    pub(crate) bounds: Bounds,
    /// Who gives the bounds.
    #[expect(dead_code, reason = "read by people in the file")]
    source: String,
    /// Name of its file in `data/factors`.
    pub(crate) factors: String,
    /// Name of its file in `data/prices`.
    pub(crate) prices: String,
    /// Name of its file in `data/screening`.
    pub(crate) screening: String,
    /// Name of its file in `data/potential`.
    pub(crate) potential: String,
    /// Name of its file in `data/rates`.
    pub(crate) rates: String,
    /// Name of its file in `data/risk`.
    pub(crate) risk: String,
}

/// A box in degrees.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Bounds {
    west_deg: f64,
    south_deg: f64,
    east_deg: f64,
    north_deg: f64,
}

impl Bounds {
    pub(crate) fn contains(&self, at: LonLat) -> bool {
        (self.west_deg..=self.east_deg).contains(&at.lon_deg)
            && (self.south_deg..=self.north_deg).contains(&at.lat_deg)
    }
}

/// A position in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct LonLat {
    pub(crate) lon_deg: f64,
    pub(crate) lat_deg: f64,
}

impl From<stock::Position> for LonLat {
    fn from(at: stock::Position) -> Self {
        Self { lon_deg: at.lon_deg, lat_deg: at.lat_deg }
    }
}

/// Mean radius of the earth, IUGG. [km]
const EARTH_RADIUS_KM: f64 = 6371.0088;

impl LonLat {
    /// Great-circle distance by the haversine formula. [km]
    pub(crate) fn distance_km(self, other: Self) -> f64 {
        let (lat_a, lat_b) = (self.lat_deg.to_radians(), other.lat_deg.to_radians());
        let half_lat = ((lat_b - lat_a) / 2.0).sin();
        let half_lon = ((other.lon_deg - self.lon_deg).to_radians() / 2.0).sin();
        let h = half_lat * half_lat + lat_a.cos() * lat_b.cos() * half_lon * half_lon;
        2.0 * EARTH_RADIUS_KM * h.sqrt().min(1.0).asin()
    }

    /// The middle of a ledger: median longitude and latitude; `None` without positions.
    pub(crate) fn median(all: &[Self]) -> Option<Self> {
        let middle = |mut values: Vec<f64>| {
            values.sort_by(f64::total_cmp);
            values.get(values.len() / 2).copied()
        };
        Some(Self {
            lon_deg: middle(all.iter().map(|at| at.lon_deg).collect())?,
            lat_deg: middle(all.iter().map(|at| at.lat_deg).collect())?,
        })
    }
}

/// The place whose schemes a scheme belongs to.
///
/// # Errors
/// [`Failure::Rules`] when no reference data are at hand for it.
pub(crate) fn of_scheme(scheme: &str) -> Result<Place, Failure> {
    all()?.into_iter().find(|place| is_below(scheme, &place.id)).ok_or_else(|| {
        Failure::Rules(Text::new(
            format!("没有 {scheme} 所在地区的排放因子和价格数据（data/places）"),
            format!("no factors and prices are at hand for the place of {scheme} (data/places)"),
        ))
    })
}

/// The first place at hand: the one whose factors and prices serve where no scheme is named.
pub(crate) fn default() -> Result<Place, Failure> {
    all()?.into_iter().next().ok_or_else(|| {
        Failure::Rules(Text::new("没有内置的地区数据", "no place is at hand (data/places)"))
    })
}

fn is_below(scheme: &str, place: &str) -> bool {
    scheme.strip_prefix(place).is_some_and(|rest| rest.starts_with('/'))
}

fn all() -> Result<Vec<Place>, Failure> {
    embedded::data_below("place", "places")
        .iter()
        .map(|input| {
            serde_saphyr::from_str(&input.text())
                .map_err(|cause| Failure::Rules(Text::same(format!("{}: {cause}", input.name))))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEIJING: LonLat = LonLat { lon_deg: 116.4, lat_deg: 39.9 };
    const CHICAGO: LonLat = LonLat { lon_deg: -87.65, lat_deg: 41.85 };

    #[test]
    fn a_scheme_finds_its_place_and_no_other() {
        let place = of_scheme("cn/beijing/vacated-space").unwrap();
        assert!(place.bounds.contains(BEIJING));
        assert!(!place.bounds.contains(CHICAGO));
        assert!(of_scheme("cn/beijingshi/other").is_err());
    }

    #[test]
    fn distances_are_those_of_a_sphere() {
        let quarter = LonLat { lon_deg: 0.0, lat_deg: 0.0 }
            .distance_km(LonLat { lon_deg: 90.0, lat_deg: 0.0 });
        assert!((quarter - EARTH_RADIUS_KM * std::f64::consts::FRAC_PI_2).abs() < 1e-6);
        assert!((BEIJING.distance_km(CHICAGO) - 10_600.0).abs() < 50.0);
    }

    #[test]
    fn a_median_is_not_moved_by_one_stray_point() {
        let all = [BEIJING, BEIJING, CHICAGO];
        assert_eq!(LonLat::median(&all), Some(BEIJING));
        assert_eq!(LonLat::median(&[]), None);
    }
}
