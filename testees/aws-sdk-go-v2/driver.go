// A wireproof testee: the AWS SDK for Go v2, driven by the testee protocol, version 1 (JSON Lines on stdin and stdout).
//
// Go has no dynamic client. So services_*.go names the services, and the driver calls their operations by reflection. The one
// argument is the version of the testee.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/middleware"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/smithy-go"
	smithymiddleware "github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

type object = map[string]any

// A service of the SDK.
type service struct {
	name, sdkID string
	edition     string // of its contract, if that has editions
	lower       bool   // whether its members' names begin with a small letter
	zero        any    // a client, for its methods only
	client      func(configured aws.Config, endpoint string) any
	document    func(value any) any
	unknown     func(tag string) any
}

type driver struct {
	service
	operation string
	clients   map[string]reflect.Value // by endpoint, so that connections are kept alive as users have it
}

// method is the operation's method of a client for this endpoint.
func (d *driver) method(endpoint string) reflect.Value {
	client, ok := d.clients[endpoint]
	if !ok {
		configured, err := config.LoadDefaultConfig(context.Background())
		if err != nil {
			panic(err)
		}
		client = reflect.ValueOf(d.client(configured, endpoint))
		d.clients[endpoint] = client
	}
	return client.MethodByName(d.operation)
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

func (d *driver) call(endpoint string, value any) object {
	method := d.method(endpoint)
	input := reflect.New(method.Type().In(1).Elem())
	if err := d.fill(input.Elem(), value); err != nil {
		return object{"outcome": "skipped", "reason": err.Error()}
	}
	returned := method.Call([]reflect.Value{reflect.ValueOf(context.Background()), input})
	if returned[1].IsNil() {
		output := returned[0].Elem()
		metadata := output.FieldByName("ResultMetadata").Interface().(smithymiddleware.Metadata)
		raw := middleware.GetRawResponse(metadata).(*smithyhttp.Response)
		shown, err := d.shown(output)
		if err != nil {
			panic(err)
		}
		result := object{"outcome": "response", "http_status": raw.StatusCode, "output": shown}
		if id, ok := middleware.GetRequestIDMetadata(metadata); ok {
			result["request_id"] = id
		}
		return result
	}
	err := returned[1].Interface().(error)
	var service smithy.APIError
	if errors.As(err, &service) {
		result := object{"outcome": "service_error", "code": service.ErrorCode(), "message": service.ErrorMessage(),
			"modeled": !is[*smithy.GenericAPIError](err)}
		var response *awshttp.ResponseError
		if errors.As(err, &response) {
			result["http_status"] = response.HTTPStatusCode()
			if id := response.ServiceRequestID(); id != "" {
				result["request_id"] = id
			}
		}
		return result
	}
	cause := err // the SDK's own error without what it is wrapped in: the operation, the response
	for is[*smithy.OperationError](cause) || is[*awshttp.ResponseError](cause) {
		cause = errors.Unwrap(cause)
	}
	return object{"outcome": "client_error", "stage": stage(err), "class": fmt.Sprintf("%T", cause), "message": err.Error()}
}

// choose finds the service and the operation of the hello, or says why there is none.
func choose(sdkID, service, operation string) (*driver, string) {
	for _, found := range services {
		// A harness, or a model, that has no SDK id names the service.
		if found.sdkID != sdkID && (sdkID != "" || !strings.EqualFold(found.name, service)) {
			continue
		}
		method := reflect.ValueOf(found.zero).MethodByName(operation)
		streams := method.IsValid() && method.Type().Out(0).Elem().NumMethod() > 0 // GetStream of an event stream
		if !method.IsValid() || method.Type().NumIn() != 3 || streams {
			return nil, fmt.Sprintf("service/%s of this version has no operation %s", found.name, operation)
		}
		return &driver{service: found, operation: operation, clients: map[string]reflect.Value{}}, ""
	}
	var there []string
	for _, found := range services {
		there = append(there, found.sdkID)
	}
	slices.Sort(there)
	if sdkID == "" {
		sdkID = service
	}
	return nil, fmt.Sprintf("this version is built with %s, and not with %s", strings.Join(there, " and "), sdkID)
}

func main() {
	lines, answers := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	lines.UseNumber() // an input may have any
	var chosen *driver
	for {
		var message struct {
			Type, ID, Endpoint, Service, Operation string
			SDKID                                  string `json:"sdk_id"`
			Input                                  any
		}
		if err := lines.Decode(&message); err == io.EOF || message.Type == "bye" {
			return
		} else if err != nil {
			panic(err)
		}
		var answer object
		if message.Type == "call" {
			answer = chosen.call(message.Endpoint, message.Input)
			answer["type"], answer["id"] = "result", message.ID
		} else {
			answer = object{"type": "hello", "protocol": 1, "name": "aws-sdk-go-v2", "language": "go",
				"features": []string{"client_validation"}}
			var obstacle string
			if chosen, obstacle = choose(message.SDKID, message.Service, message.Operation); chosen == nil {
				answer["unsupported"] = obstacle
				answer["version"] = os.Args[1]
			} else {
				answer["version"] = version(os.Args[1], chosen.name)
				if chosen.edition != "" {
					answer["edition"] = chosen.edition
				}
			}
		}
		if err := answers.Encode(answer); err != nil {
			panic(err)
		}
	}
}
