// A wireproof testee: the AWS SDK for Go v2, driven by the testee protocol, version 1 (JSON Lines on stdin and stdout).
package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"reflect"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/middleware"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	sdk "github.com/aws/aws-sdk-go-v2/service/licensemanagerusersubscriptions"
	"github.com/aws/aws-sdk-go-v2/service/licensemanagerusersubscriptions/types"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

type object = map[string]any

var clients = map[string]*sdk.Client{} // by endpoint, so that connections are kept alive as users have it

func clientFor(endpoint string) *sdk.Client {
	if clients[endpoint] == nil {
		configured, err := config.LoadDefaultConfig(context.Background())
		if err != nil {
			panic(err)
		}
		clients[endpoint] = sdk.NewFromConfig(configured, func(o *sdk.Options) {
			o.EndpointResolver = sdk.EndpointResolverFromURL(endpoint)
			o.Retryer = aws.NopRetryer{} // the protocol: send once
		})
	}
	return clients[endpoint]
}

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

func is[E error](err error) bool { return errors.As(err, new(E)) }

// stage is where an SDK error belongs to; what is not listed is "unknown".
func stage(err error) string {
	switch {
	case is[smithy.InvalidParamsError](err):
		return "validate"
	case is[*smithy.SerializationError](err):
		return "serialize"
	case is[*smithy.DeserializationError](err):
		return "deserialize"
	case is[*smithyhttp.RequestSendError](err): // it does not tell one from the other: its cause does
		var cause *net.OpError
		if errors.As(err, &cause) && cause.Op == "dial" {
			return "connect"
		}
		return "read"
	}
	return "unknown"
}

func call(endpoint string, value any) object {
	input := &sdk.DisassociateUserInput{}
	if err := fill(input, value); err != nil {
		return object{"outcome": "skipped", "reason": err.Error()}
	}
	output, err := clientFor(endpoint).DisassociateUser(context.Background(), input)
	if err == nil {
		raw := middleware.GetRawResponse(output.ResultMetadata).(*smithyhttp.Response)
		return object{"outcome": "response", "http_status": raw.StatusCode, "output": shown(output)}
	}
	var service smithy.APIError
	if errors.As(err, &service) {
		result := object{"outcome": "service_error", "code": service.ErrorCode(), "message": service.ErrorMessage(),
			"modeled": !is[*smithy.GenericAPIError](err)}
		var response *awshttp.ResponseError
		if errors.As(err, &response) {
			result["http_status"] = response.HTTPStatusCode()
		}
		return result
	}
	cause := err // the SDK's own error without what it is wrapped in: the operation, the response
	for is[*smithy.OperationError](cause) || is[*awshttp.ResponseError](cause) {
		cause = errors.Unwrap(cause)
	}
	return object{"outcome": "client_error", "stage": stage(err), "class": fmt.Sprintf("%T", cause), "message": err.Error()}
}

func main() {
	lines, answers := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	lines.UseNumber() // an input may have any
	for {
		var message struct {
			Type, ID, Endpoint string
			Input              any
		}
		if err := lines.Decode(&message); err == io.EOF || message.Type == "bye" {
			return
		} else if err != nil {
			panic(err)
		}
		answer := object{"type": "hello", "protocol": 1, "name": "aws-sdk-go-v2", "version": aws.SDKVersion,
			"language": "go", "edition": "2022-08", "features": []string{"client_validation"}}
		if message.Type == "call" {
			answer = call(message.Endpoint, message.Input)
			answer["type"], answer["id"] = "result", message.ID
		}
		if err := answers.Encode(answer); err != nil {
			panic(err)
		}
	}
}
