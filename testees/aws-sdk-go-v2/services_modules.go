//go:build !debian

// The services that are there as Go modules.
package main

import (
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime"
	bedrockdocument "github.com/aws/aws-sdk-go-v2/service/bedrockruntime/document"
	bedrocktypes "github.com/aws/aws-sdk-go-v2/service/bedrockruntime/types"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
)

var services = []service{
	{
		name: "bedrockruntime", sdkID: "Bedrock Runtime", lower: true, zero: (*bedrockruntime.Client)(nil),
		client: func(configured aws.Config, endpoint string) any {
			return bedrockruntime.NewFromConfig(configured, func(o *bedrockruntime.Options) {
				o.BaseEndpoint = &endpoint
				o.Retryer = aws.NopRetryer{} // the protocol: send once
			})
		},
		document: func(value any) any { return bedrockdocument.NewLazyDocument(value) },
		unknown:  func(tag string) any { return &bedrocktypes.UnknownUnionMember{Tag: tag} },
	},
	{
		name: "lambda", sdkID: "Lambda", zero: (*lambda.Client)(nil),
		client: func(configured aws.Config, endpoint string) any {
			return lambda.NewFromConfig(configured, func(o *lambda.Options) {
				o.BaseEndpoint = &endpoint
				o.Retryer = aws.NopRetryer{}
			})
		},
	},
}

// version names what judges: the version of the testee is that of bedrockruntime.
func version(testee, service string) string {
	found := map[string]string{}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, module := range info.Deps {
			found[module.Path] = strings.TrimPrefix(module.Version, "v")
		}
	}
	parts := "smithy-go " + found["github.com/aws/smithy-go"]
	if service != "bedrockruntime" {
		parts = fmt.Sprintf("service/%s %s, %s", service, found["github.com/aws/aws-sdk-go-v2/service/"+service], parts)
	}
	return fmt.Sprintf("%s (%s)", testee, parts)
}
