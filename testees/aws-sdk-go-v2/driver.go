// A wireproof testee: the AWS SDK for Go v2, driven by the testee protocol, version 1 (JSON Lines on stdin and stdout).
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/middleware"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	sdk "github.com/aws/aws-sdk-go-v2/service/licensemanagerusersubscriptions"
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
		result := object{"outcome": "response", "http_status": raw.StatusCode, "output": shown(output)}
		if id, ok := middleware.GetRequestIDMetadata(output.ResultMetadata); ok {
			result["request_id"] = id
		}
		return result
	}
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
