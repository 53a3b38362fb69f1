//go:build debian

// The service of Debian's package of 2022 that has the shapes of a contract. Its Lambda is older than the contract of Invoke.
package main

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/licensemanagerusersubscriptions"
	licensetypes "github.com/aws/aws-sdk-go-v2/service/licensemanagerusersubscriptions/types"
)

var services = []service{
	{
		name: "licensemanagerusersubscriptions", sdkID: "License Manager User Subscriptions", edition: "2022-08",
		zero: (*licensemanagerusersubscriptions.Client)(nil),
		client: func(configured aws.Config, endpoint string) any {
			return licensemanagerusersubscriptions.NewFromConfig(configured, func(o *licensemanagerusersubscriptions.Options) {
				o.EndpointResolver = licensemanagerusersubscriptions.EndpointResolverFromURL(endpoint)
				o.Retryer = aws.NopRetryer{} // the protocol: send once
			})
		},
		unknown: func(tag string) any { return &licensetypes.UnknownUnionMember{Tag: tag} },
	},
}

// version names what judges.
func version(testee, service string) string { return testee }
