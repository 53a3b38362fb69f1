//! Answers: what a service says, spelled and framed in any way.

use crate::contract::Contract;
use crate::http::{Answer, Chunks, Framing};
use crate::shape::ShapeKind;

use super::config::{Config, Corner};
use super::draw::Draw;
use super::node::{Kind, Node, Object, Spelling, write};
use super::text;
use super::value::Maker;

/// What goes into one stimulus.
pub(super) struct Context<'a> {
    pub(super) contract: &'a Contract,
    pub(super) config: &'a Config,
}

impl<'a> Context<'a> {
    pub(super) fn maker(&self) -> Maker<'a> {
        Maker::new(self.contract, self.config, true)
    }

    /// The output of a success: valid, and in the order of the contract.
    pub(super) fn output(&self, draw: &mut Draw) -> Node {
        self.maker().value(self.contract.operation().output(), draw)
    }

    /// The same, with every optional member.
    pub(super) fn full_output(&self, draw: &mut Draw) -> Node {
        let config = Config { optional: 100, ..*self.config };
        Maker::new(self.contract, &config, true).value(self.contract.operation().output(), draw)
    }

    /// A plain success with this output.
    pub(super) fn success(&self, output: &Node, draw: &mut Draw) -> Answer {
        let body = write(output, Spelling::default(), self.config, draw);
        let status = self.contract.operation().http().code;
        Answer::json(status, body)
    }

    /// A success with small oddities here and there, as the configuration has them.
    pub(super) fn any_success(&self, draw: &mut Draw) -> Answer {
        let mut output = self.output(draw);
        self.season(&mut output, draw);
        let mut answer = self.success(&output, draw);
        if draw.percent(self.config.chunks) {
            self.in_chunks(&mut answer, draw);
        }
        answer
    }

    /// Puts unknown members, nulls and type hints into structures, as often as the configuration has them.
    pub(super) fn season(&self, output: &mut Node, draw: &mut Draw) {
        if draw.percent(self.config.unknown) {
            self.add_unknown(output, draw);
        }
        if draw.percent(self.config.hints)
            && let Some(object) = self.structure(output, draw)
        {
            object.insert("__type", self.hint(draw), self.config, draw);
        }
        if draw.percent(self.config.nulls) {
            self.null_out(output, draw);
        }
    }

    pub(super) fn structure<'n>(
        &self,
        node: &'n mut Node,
        draw: &mut Draw,
    ) -> Option<&'n mut Object> {
        node.one_object(Kind::Structure, self.contract.model(), draw)
    }

    pub(super) fn union<'n>(&self, node: &'n mut Node, draw: &mut Draw) -> Option<&'n mut Object> {
        node.one_object(Kind::Union, self.contract.model(), draw)
    }

    /// Puts a member that the contract does not name into a structure.
    pub(super) fn add_unknown(&self, output: &mut Node, draw: &mut Draw) -> Option<()> {
        let (name, value) = (self.maker().unknown_name(draw), self.maker().anything(draw));
        let model = self.contract.model();
        let object = self.structure(output, draw)?;
        let known =
            object.shape.map(|shape| model.members(shape).iter().any(|m| m.wire_name() == name));
        if known != Some(false) || object.members.iter().any(|(other, _)| *other == name) {
            return None;
        }
        object.insert(name, value, self.config, draw);
        Some(())
    }

    /// Makes an optional member null.
    pub(super) fn null_out(&self, output: &mut Node, draw: &mut Draw) -> Option<()> {
        let model = self.contract.model();
        let object = self.structure(output, draw)?;
        let optional: Vec<String> = model
            .members(object.shape?)
            .iter()
            .filter(|member| !member.traits.required)
            .map(|member| member.wire_name().to_owned())
            .collect();
        if optional.is_empty() {
            return None;
        }
        let name = draw.one(&optional).clone();
        match object.members.iter_mut().find(|(other, _)| *other == name) {
            Some((_, node)) => *node = Node::raw("null"),
            None => object.insert(name, Node::raw("null"), self.config, draw),
        }
        Some(())
    }

    /// What stands as `__type`.
    pub(super) fn hint(&self, draw: &mut Draw) -> Node {
        match draw.below(4) {
            0 => self.maker().anything(draw),
            1 => Node::text("ActiveDirectoryIdentityProvider"),
            _ => Node::text("com.amazonaws.example#Type"),
        }
    }

    /// Sends the body in chunks.
    pub(super) fn in_chunks(&self, answer: &mut Answer, draw: &mut Draw) {
        let sizes = match self.config.corner {
            Some(Corner::Split(first, rest)) => vec![first, rest],
            _ => match draw.below(4) {
                0 => vec![draw.within(1, 9)],
                1 => Vec::new(),
                _ => (0..draw.within(1, 5)).map(|_| draw.within(1, 120)).collect(),
            },
        };
        let mut chunks = Chunks::from(sizes);
        if draw.percent(15) {
            chunks.extension = (*draw.one(&[";a=b", ";ext", ";q=\"a;b\"", " ;x"])).to_owned();
        }
        if draw.percent(15) {
            chunks.trailers.push("X-Checksum", "0");
        }
        answer.framing = Framing::Chunked(chunks);
    }

    /// The names of the members that are plain strings and dates, of a structure in the output.
    pub(super) fn redate(&self, output: &mut Node, draw: &mut Draw) -> Option<()> {
        let date = text::odd_date(draw);
        let model = self.contract.model();
        let is_date = |object: &Object, name: &str| {
            let members = object.shape.map(|shape| model.members(shape)).unwrap_or_default();
            name.ends_with("Date")
                && members.iter().any(|member| {
                    member.wire_name() == name
                        && matches!(model.kind(member.target), ShapeKind::String)
                })
        };
        let has_date = |node: &Node| match node {
            Node::Object(object) => object.members.iter().any(|(name, _)| is_date(object, name)),
            _ => false,
        };
        let Some(Node::Object(object)) = output.one(draw, has_date) else { return None };
        let place = object.members.iter().position(|(name, _)| is_date(object, name))?;
        object.members[place].1 = Node::Text(date);
        Some(())
    }
}
