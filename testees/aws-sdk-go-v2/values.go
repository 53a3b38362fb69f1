// Values: the protocol's value form as the SDK's structures, and these as the value form.
package main

import (
	"encoding/base64"
	"errors"
	"fmt"
	"reflect"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/licensemanagerusersubscriptions/types"
)

// fill sets the fields of a structure. It fails where they cannot hold the value.
func fill(structure, value any) (err error) {
	members, ok := value.(object)
	if !ok {
		return fmt.Errorf("a struct cannot hold %T", value)
	}
	for name, member := range members {
		field := reflect.ValueOf(structure).Elem().FieldByName(name)
		if !field.CanSet() {
			return fmt.Errorf("there is no field for %q", name)
		}
		switch target := field.Addr().Interface().(type) {
		case **string:
			*target, err = text(member)
		case *types.IdentityProvider:
			*target, err = union(member)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// text takes {"$wtf8": …} too: it stands for a string that is no Unicode text, and Go can hold one.
func text(value any) (*string, error) {
	if wrapped, ok := value.(object); ok && len(wrapped) == 1 && wrapped["$wtf8"] != nil {
		decoded, err := base64.StdEncoding.DecodeString(fmt.Sprint(wrapped["$wtf8"]))
		return aws.String(string(decoded)), err
	}
	if value, ok := value.(string); ok {
		return &value, nil
	}
	return nil, fmt.Errorf("a *string cannot hold %T", value)
}

func union(value any) (types.IdentityProvider, error) {
	members, _ := value.(object)
	if member, ok := members["ActiveDirectoryIdentityProvider"]; ok && len(members) == 1 {
		known := &types.IdentityProviderMemberActiveDirectoryIdentityProvider{}
		return known, fill(&known.Value, member)
	}
	if member, ok := members["SDK_UNKNOWN_MEMBER"].(object); ok && len(members) == 1 { // what `shown` makes of one
		name, ok := member["name"].(string)
		if ok && len(member) == 1 {
			return &types.UnknownUnionMember{Tag: name}, nil
		}
	}
	return nil, errors.New("no implementation of types.IdentityProvider can hold the value")
}

// shown is a structure in the protocol's value form.
func shown(structure any) object {
	members, value := object{}, reflect.ValueOf(structure).Elem()
	for i := range value.NumField() {
		name := value.Type().Field(i)
		if !name.IsExported() {
			continue
		}
		switch field := value.Field(i).Interface().(type) {
		case *string:
			if field != nil {
				members[name.Name] = *field
			}
		case *types.InstanceUserSummary:
			if field != nil {
				members[name.Name] = shown(field)
			}
		case *types.IdentityProviderMemberActiveDirectoryIdentityProvider:
			members[name.Name] = object{"ActiveDirectoryIdentityProvider": shown(&field.Value)}
		case *types.UnknownUnionMember:
			members[name.Name] = object{"SDK_UNKNOWN_MEMBER": object{"name": field.Tag}}
		}
	}
	return members
}
