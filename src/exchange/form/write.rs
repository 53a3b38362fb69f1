//! Writes a form as a JSON value: serde's serializer, for the types that our forms have.

use serde::ser::{self, Impossible, Serialize, Serializer};

use crate::json::{Json, Object};

use super::handover;

/// The form as JSON, its members in their order.
///
/// # Panics
///
/// If the form has a type that is not for forms, such as a float. A test writes each form.
pub(crate) fn to_json<T: Serialize>(form: &T) -> Json {
    form.serialize(Writer).unwrap_or_else(|fault| unreachable!("{fault}"))
}

/// Why a value cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Fault(String);

impl ser::Error for Fault {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

struct Writer;

/// Types that no form has.
macro_rules! not_for_forms {
    ($($method:ident $type:ty;)*) => {$(
        fn $method(self, _value: $type) -> Result<Json, Fault> {
            Err(Fault(concat!(stringify!($method), ": not a type for forms").to_owned()))
        }
    )*};
}

macro_rules! numbers {
    ($($method:ident $type:ty;)*) => {$(
        fn $method(self, value: $type) -> Result<Json, Fault> {
            Ok(Json::from(u64::from(value)))
        }
    )*};
}

impl Serializer for Writer {
    type Ok = Json;
    type Error = Fault;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Impossible<Json, Fault>;
    type SerializeTupleVariant = Impossible<Json, Fault>;
    type SerializeMap = Members;
    type SerializeStruct = Members;
    type SerializeStructVariant = Impossible<Json, Fault>;

    numbers! {
        serialize_u8 u8;
        serialize_u16 u16;
        serialize_u32 u32;
        serialize_u64 u64;
    }

    not_for_forms! {
        serialize_i8 i8;
        serialize_i16 i16;
        serialize_i32 i32;
        serialize_i64 i64;
        serialize_f32 f32;
        serialize_f64 f64;
        serialize_char char;
        serialize_bytes &[u8];
    }

    fn serialize_bool(self, value: bool) -> Result<Json, Fault> {
        Ok(Json::from(value))
    }

    fn serialize_str(self, value: &str) -> Result<Json, Fault> {
        Ok(Json::from(value))
    }

    fn serialize_none(self) -> Result<Json, Fault> {
        Ok(Json::Null)
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<Json, Fault> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Json, Fault> {
        Ok(Json::Null)
    }

    fn serialize_unit_struct(self, name: &'static str) -> Result<Json, Fault> {
        match name {
            handover::ANY => Ok(handover::take().unwrap_or(Json::Null)),
            _ => Ok(Json::Null),
        }
    }

    fn serialize_unit_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
    ) -> Result<Json, Fault> {
        Ok(Json::from(variant))
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(
        self,
        _name: &'static str,
        value: &T,
    ) -> Result<Json, Fault> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Json, Fault> {
        Ok(Json::object([(variant, value.serialize(Self)?)]))
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Items, Fault> {
        Ok(Items(Vec::with_capacity(length.unwrap_or_default())))
    }

    fn serialize_tuple(self, length: usize) -> Result<Items, Fault> {
        Ok(Items(Vec::with_capacity(length)))
    }

    fn serialize_tuple_struct(
        self,
        name: &'static str,
        _length: usize,
    ) -> Result<Self::SerializeTupleStruct, Fault> {
        Err(Fault(format!("{name}: a tuple structure is not for forms")))
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        _index: u32,
        _variant: &'static str,
        _length: usize,
    ) -> Result<Self::SerializeTupleVariant, Fault> {
        Err(Fault(format!("{name}: a tuple variant is not for forms")))
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Members, Fault> {
        Ok(Members(Vec::with_capacity(length.unwrap_or_default()), String::new()))
    }

    fn serialize_struct(self, _name: &'static str, length: usize) -> Result<Members, Fault> {
        self.serialize_map(Some(length))
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        _index: u32,
        _variant: &'static str,
        _length: usize,
    ) -> Result<Self::SerializeStructVariant, Fault> {
        Err(Fault(format!("{name}: a structure variant is not for forms")))
    }
}

/// The elements of an array so far.
struct Items(Vec<Json>);

impl ser::SerializeSeq for Items {
    type Ok = Json;
    type Error = Fault;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Fault> {
        self.0.push(value.serialize(Writer)?);
        Ok(())
    }

    fn end(self) -> Result<Json, Fault> {
        Ok(Json::Array(self.0))
    }
}

impl ser::SerializeTuple for Items {
    type Ok = Json;
    type Error = Fault;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Fault> {
        ser::SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<Json, Fault> {
        ser::SerializeSeq::end(self)
    }
}

/// The members of an object so far, and the name of the one whose value comes next.
struct Members(Object, String);

impl ser::SerializeMap for Members {
    type Ok = Json;
    type Error = Fault;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, name: &T) -> Result<(), Fault> {
        match name.serialize(Writer)? {
            Json::String(name) => self.1 = name,
            _ => return Err(Fault("a name that is not a string".to_owned())),
        }
        Ok(())
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Fault> {
        self.0.push((std::mem::take(&mut self.1), value.serialize(Writer)?));
        Ok(())
    }

    fn end(self) -> Result<Json, Fault> {
        Ok(Json::Object(self.0))
    }
}

impl ser::SerializeStruct for Members {
    type Ok = Json;
    type Error = Fault;

    fn serialize_field<T: ?Sized + Serialize>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Fault> {
        self.0.push((name.to_owned(), value.serialize(Writer)?));
        Ok(())
    }

    fn end(self) -> Result<Json, Fault> {
        Ok(Json::Object(self.0))
    }
}
