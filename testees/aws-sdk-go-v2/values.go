// Values: the protocol's value form as the SDK's structures, and these as the value form.
package main

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/aws/smithy-go/document"
	"github.com/aws/smithy-go/middleware"
)

// unions are the structures that stand for a member of a union, as pointers. setup lists them, since Go cannot.
var unions []any

var (
	moment   = reflect.TypeFor[time.Time]()
	metadata = reflect.TypeFor[middleware.Metadata]()
	bytes    = reflect.TypeFor[[]byte]()
)

// field is the name of a member's field. Go's names begin with a capital letter.
func (s *service) field(member string) string {
	if member == "" || s.lower != (strings.ToLower(member[:1]) == member[:1]) {
		return ""
	}
	return strings.ToUpper(member[:1]) + member[1:]
}

// member is the name of a field's member.
func (s *service) member(field string) string {
	if s.lower {
		return strings.ToLower(field[:1]) + field[1:]
	}
	return field
}

// isDocument reports whether an interface is that of a service's documents.
func isDocument(kind reflect.Type) bool {
	_, ok := kind.MethodByName("UnmarshalSmithyDocument")
	return ok
}

// fill sets a variable of the SDK's. It fails where its type cannot hold the value, or cannot tell it from another.
func (s *service) fill(target reflect.Value, value any) error {
	kind := target.Type()
	cannot := func() error { return fmt.Errorf("%s cannot hold %s", kind, form(value)) }
	if kind.Kind() == reflect.Interface && isDocument(kind) {
		target.Set(reflect.ValueOf(s.document(loose(value))))
		return nil
	}
	if value == nil {
		return cannot()
	}
	switch {
	case kind.Kind() == reflect.Pointer:
		pointed := reflect.New(kind.Elem())
		target.Set(pointed)
		return s.fill(pointed.Elem(), value)
	case kind == moment:
		seconds, ok := rational(value)
		if !ok {
			return cannot()
		}
		nanos := new(big.Rat).Mul(seconds, big.NewRat(1e9, 1))
		if !nanos.IsInt() || !nanos.Num().IsInt64() {
			return cannot()
		}
		target.Set(reflect.ValueOf(time.Unix(0, nanos.Num().Int64()).UTC()))
		return nil
	case kind == bytes:
		text, ok := value.(string)
		decoded, err := base64.StdEncoding.DecodeString(text)
		if !ok || err != nil {
			return cannot()
		}
		target.SetBytes(decoded)
		return nil
	}
	switch kind.Kind() {
	case reflect.String:
		text, err := text(value)
		if err != nil {
			return err
		}
		if text == "" && kind.PkgPath() != "" {
			return fmt.Errorf("%s: \"\" is the same as none", kind)
		}
		target.SetString(text)
	case reflect.Bool:
		set, ok := value.(bool)
		if !ok {
			return cannot()
		}
		target.SetBool(set)
	case reflect.Int32, reflect.Int64:
		number, ok := rational(value)
		if _, isText := value.(string); isText || !ok || !number.IsInt() || !number.Num().IsInt64() || target.OverflowInt(number.Num().Int64()) {
			return cannot()
		}
		target.SetInt(number.Num().Int64())
	case reflect.Float32, reflect.Float64:
		number, ok := float(value, kind.Bits())
		if !ok {
			return cannot()
		}
		target.SetFloat(number)
	case reflect.Slice:
		items, ok := value.([]any)
		if !ok {
			return cannot()
		}
		target.Set(reflect.MakeSlice(kind, len(items), len(items)))
		for i, item := range items {
			if err := s.fill(target.Index(i), item); err != nil {
				return fmt.Errorf("%d: %w", i, err)
			}
		}
	case reflect.Map:
		items, ok := value.(object)
		if !ok {
			return cannot()
		}
		target.Set(reflect.MakeMap(kind))
		for key, item := range items {
			held := reflect.New(kind.Elem()).Elem()
			if err := s.fill(held, item); err != nil {
				return fmt.Errorf("%s: %w", key, err)
			}
			target.SetMapIndex(reflect.ValueOf(key).Convert(kind.Key()), held)
		}
	case reflect.Struct:
		members, ok := value.(object)
		if !ok {
			return cannot()
		}
		for name, member := range members {
			field := target.FieldByName(s.field(name))
			if !field.IsValid() || !field.CanSet() || field.Type() == metadata {
				return fmt.Errorf("%s has no field for %q", kind, name)
			}
			if err := s.fill(field, member); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	case reflect.Interface:
		return s.fillUnion(target, value)
	default:
		return cannot()
	}
	return nil
}

func (s *service) fillUnion(target reflect.Value, value any) error {
	members, _ := value.(object)
	if len(members) != 1 {
		return fmt.Errorf("no implementation of %s can hold the value", target.Type())
	}
	for name, member := range members {
		if unknown, ok := member.(object); ok && name == "SDK_UNKNOWN_MEMBER" { // what `shown` makes of one
			if tag, ok := unknown["name"].(string); ok && len(unknown) == 1 {
				target.Set(reflect.ValueOf(s.unknown(tag)))
				return nil
			}
		}
		for _, union := range unions {
			kind := reflect.TypeOf(union)
			if kind.Implements(target.Type()) && kind.Elem().Name() == target.Type().Name()+"Member"+s.field(name) {
				known := reflect.New(kind.Elem())
				target.Set(known)
				return s.fill(known.Elem().FieldByName("Value"), member)
			}
		}
	}
	return fmt.Errorf("no implementation of %s can hold the value", target.Type())
}

// form says what a value is, without the value: it may be long.
func form(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case bool:
		return "a boolean"
	case json.Number:
		return "this number"
	case string:
		return "this text"
	case []any:
		return "a list"
	}
	return "an object"
}

// text takes {"$wtf8": …} too: it stands for a string that is no Unicode text, and Go can hold one.
func text(value any) (string, error) {
	if wrapped, ok := value.(object); ok && len(wrapped) == 1 && wrapped["$wtf8"] != nil {
		decoded, err := base64.StdEncoding.DecodeString(fmt.Sprint(wrapped["$wtf8"]))
		return string(decoded), err
	}
	if value, ok := value.(string); ok {
		return value, nil
	}
	return "", errors.New("a string cannot hold " + form(value))
}

// rational is a number, or the digits of one, without a loss. A number of more digits than any field holds is none.
func rational(value any) (*big.Rat, bool) {
	number, isNumber := value.(json.Number)
	digits := string(number)
	if !isNumber {
		digits, _ = value.(string)
	}
	parsed, _, err := big.ParseFloat(digits, 10, 64, big.ToNearestEven)
	if len(digits) > 400 || err != nil || parsed.IsInf() || parsed.MantExp(nil) > 80 || parsed.MantExp(nil) < -1200 {
		return nil, false
	}
	return new(big.Rat).SetString(digits)
}

func float(value any, bits int) (float64, bool) {
	switch value {
	case "NaN":
		return math.NaN(), true
	case "Infinity":
		return math.Inf(1), true
	case "-Infinity":
		return math.Inf(-1), true
	}
	number, ok := value.(json.Number)
	if !ok {
		return 0, false
	}
	parsed, err := number.Float64()
	if bits == 32 && math.Abs(parsed) > math.MaxFloat32 {
		return 0, false
	}
	return parsed, err == nil
}

// loose is a document as users write one: with the SDK's type for numbers of any size.
func loose(value any) any {
	switch value := value.(type) {
	case json.Number:
		return document.Number(value)
	case []any:
		items := make([]any, len(value))
		for i, item := range value {
			items[i] = loose(item)
		}
		return items
	case object:
		if raw, err := text(value); err == nil {
			return raw
		}
		members := object{}
		for name, member := range value {
			members[name] = loose(member)
		}
		return members
	}
	return value
}

// shown is what the SDK shows in the protocol's value form; nil stands for what is not set.
func (s *service) shown(value reflect.Value) (any, error) {
	kind := value.Type()
	if kind == moment {
		nanos := value.Interface().(time.Time)
		exact := new(big.Rat).SetInt64(nanos.Unix())
		exact.Add(exact, big.NewRat(int64(nanos.Nanosecond()), 1e9))
		digits, _ := exact.FloatPrec()
		return json.Number(exact.FloatString(digits)), nil
	}
	if kind == bytes {
		if value.IsNil() {
			return nil, nil
		}
		return base64.StdEncoding.EncodeToString(value.Bytes()), nil
	}
	switch kind.Kind() {
	case reflect.Pointer, reflect.Interface:
		if value.IsNil() {
			return nil, nil
		}
		if kind.Kind() == reflect.Interface {
			return s.shownUnion(value)
		}
		return s.shown(value.Elem())
	case reflect.String:
		return written(value.String()), nil
	case reflect.Float32, reflect.Float64:
		number := value.Float()
		if math.IsNaN(number) {
			return "NaN", nil
		} else if math.IsInf(number, 0) {
			return map[bool]string{true: "Infinity", false: "-Infinity"}[number > 0], nil
		}
		if kind.Kind() == reflect.Float32 {
			return float32(number), nil
		}
		return number, nil
	case reflect.Slice:
		if value.IsNil() {
			return nil, nil
		}
		items := make([]any, value.Len())
		for i := range items {
			item, err := s.shown(value.Index(i))
			if err != nil {
				return nil, err
			}
			items[i] = item
		}
		return items, nil
	case reflect.Map:
		if value.IsNil() {
			return nil, nil
		}
		items := object{}
		for entries := value.MapRange(); entries.Next(); {
			item, err := s.shown(entries.Value())
			if err != nil {
				return nil, err
			}
			items[entries.Key().String()] = item
		}
		return items, nil
	case reflect.Struct:
		members := object{}
		for i := range value.NumField() {
			field := kind.Field(i)
			if !field.IsExported() || field.Type == metadata {
				continue
			}
			// An enum or a number without a pointer is not set if it is zero: Go shows no difference.
			zero := value.Field(i).IsZero()
			member, err := s.shown(value.Field(i))
			if err != nil {
				return nil, err
			}
			if !zero && member != nil || field.Type.Kind() == reflect.Bool {
				members[s.member(field.Name)] = member
			}
		}
		return members, nil
	}
	return value.Interface(), nil
}

func (s *service) shownUnion(value reflect.Value) (any, error) {
	if isDocument(value.Type()) {
		var held any
		decoded := value.MethodByName("UnmarshalSmithyDocument").Call([]reflect.Value{reflect.ValueOf(&held)})
		if err, failed := decoded[0].Interface().(error); failed {
			return nil, err
		}
		return strict(held), nil
	}
	known := value.Elem().Elem()
	if tag := known.FieldByName("Tag"); known.Type().Name() == "UnknownUnionMember" && tag.IsValid() {
		return object{"SDK_UNKNOWN_MEMBER": object{"name": written(tag.String())}}, nil
	}
	member, err := s.shown(known.FieldByName("Value"))
	name := strings.TrimPrefix(known.Type().Name(), value.Type().Name()+"Member")
	return object{s.member(name): member}, err
}

// strict is a document that the SDK shows in the protocol's value form.
func strict(value any) any {
	switch value := value.(type) {
	case document.Number:
		return json.Number(value)
	case string:
		return written(value)
	case []any:
		for i, item := range value {
			value[i] = strict(item)
		}
	case object:
		for name, member := range value {
			value[name] = strict(member)
		}
	}
	return value
}

// written is a text, in a form that JSON can hold: Go's encoder replaces what is no Unicode text.
func written(value string) any {
	if utf8.ValidString(value) {
		return value
	}
	return object{"$wtf8": base64.StdEncoding.EncodeToString([]byte(value))}
}
