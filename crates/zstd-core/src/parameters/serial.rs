//! Parameters as data of serde: a set is a map from names to values, and a value out of range is refused when it is read.
#![forbid(unsafe_code)]

use std::fmt;

use serde::de::{Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{CParameter, CParameters};

impl Serialize for CParameters {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.iter().count()))?;
        for (parameter, value) in self.iter() {
            map.serialize_entry(parameter.name(), &value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for CParameters {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(SetVisitor)
    }
}

struct SetVisitor;

impl<'de> Visitor<'de> for SetVisitor {
    type Value = CParameters;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map from names of compression parameters to integers")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<CParameters, M::Error> {
        let mut set = CParameters::new();
        while let Some((name, value)) = map.next_entry::<String, i64>()? {
            let parameter: CParameter = name.parse().map_err(M::Error::custom)?;
            set.set(parameter, value).map_err(M::Error::custom)?;
        }
        Ok(set)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Format, Strategy};

    #[test]
    fn sets_go_there_and_back() {
        let mut set = CParameters::from_level(19, None, 0).unwrap();
        set.set(CParameter::WriteChecksum, 1).unwrap();
        let text = serde_json::to_string(&set).unwrap();
        assert!(text.contains(r#""window_log":23"#), "{text}");
        assert_eq!(serde_json::from_str::<CParameters>(&text).unwrap(), set);
        let format = serde_json::to_string(&Format::Magicless).unwrap();
        assert_eq!(format, r#""magicless""#);
        let strategy: Strategy = serde_json::from_str(r#""btultra2""#).unwrap();
        assert_eq!(strategy, Strategy::BtUltra2);
    }

    #[test]
    fn what_libzstd_would_refuse_is_refused_when_it_is_read() {
        let error = |text| serde_json::from_str::<CParameters>(text).unwrap_err();
        let range = error(r#"{"window_log": 99}"#).to_string();
        assert!(
            range.contains("window_log must be between 10 and 31; got 99"),
            "{range}"
        );
        let unknown = error(r#"{"windowlog": 20}"#).to_string();
        assert!(
            unknown.contains("there is no parameter `windowlog`"),
            "{unknown}"
        );
    }
}
