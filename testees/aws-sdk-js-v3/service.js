// What the package of DisassociateUser's service would hold beside the runtime: its schema, its exceptions, its client and its command, written
// by hand in the form that @aws-sdk/client-account 3.1169.0 has its own in, over the same AwsRestJsonProtocol.
'use strict';

module.exports = (require) => {
const { AccountClient } = require('@aws-sdk/client-account');
const { makeBuilder, ServiceException } = require('@smithy/core/client');
const { getEndpointPlugin } = require('@smithy/core/endpoints');
const { TypeRegistry } = require('@smithy/core/schema');

const NAMESPACE = 'com.amazonaws.licensemanagerusersubscriptions';
const SYNTHETIC = `smithy.ts.sdk.synthetic.${NAMESPACE}`;

// Schemas are arrays: kind, namespace, name, traits, the members' names, the members' schemas, how many of them are required.
const [STRUCTURE, UNION, ERROR, OPERATION, STRING] = [3, 4, -3, 9, 0];

class LicenseManagerUserSubscriptionsServiceException extends ServiceException {
  static shapeId = `${SYNTHETIC}#LicenseManagerUserSubscriptionsServiceException`;
  constructor(options) {
    super(options);
    Object.setPrototypeOf(this, LicenseManagerUserSubscriptionsServiceException.prototype);
  }
}

const synthetic = new TypeRegistry(SYNTHETIC);
synthetic.registerError(
  [ERROR, SYNTHETIC, 'LicenseManagerUserSubscriptionsServiceException', 0, [], []],
  LicenseManagerUserSubscriptionsServiceException,
);
const errors = new TypeRegistry(NAMESPACE);
for (const [name, fault, httpError] of [
  ['AccessDeniedException', 'client'],
  ['ConflictException', 'server'],
  ['InternalServerException', 'server', 500],
  ['ResourceNotFoundException', 'client', 404],
  ['ServiceQuotaExceededException', 'client'],
  ['ThrottlingException', 'client'],
  ['ValidationException', 'client'],
]) {
  const Exception = class extends LicenseManagerUserSubscriptionsServiceException {
    static shapeId = `${NAMESPACE}#${name}`;
    name = name;
    $fault = fault;
    constructor(options) {
      super({ name, $fault: fault, ...options });
      Object.setPrototypeOf(this, Exception.prototype);
    }
  };
  const traits = { error: fault, ...(httpError && { httpError }) };
  errors.registerError([ERROR, NAMESPACE, name, traits, ['message'], [STRING]], Exception);
}

const ActiveDirectoryIdentityProvider = [STRUCTURE, NAMESPACE, 'ActiveDirectoryIdentityProvider', 0, ['DirectoryId'], [STRING]];
const IdentityProvider = [
  UNION, NAMESPACE, 'IdentityProvider', 0,
  ['ActiveDirectoryIdentityProvider'],
  [() => ActiveDirectoryIdentityProvider],
];
const DisassociateUserRequest = [
  STRUCTURE, NAMESPACE, 'DisassociateUserRequest', 0,
  ['Username', 'InstanceId', 'IdentityProvider', 'Domain'],
  [STRING, STRING, () => IdentityProvider, STRING], 3,
];
const InstanceUserSummary = [
  STRUCTURE, NAMESPACE, 'InstanceUserSummary', 0,
  ['Username', 'InstanceId', 'IdentityProvider', 'Status', 'StatusMessage', 'Domain', 'AssociationDate', 'DisassociationDate'],
  [STRING, STRING, () => IdentityProvider, STRING, STRING, STRING, STRING, STRING], 4,
];
const DisassociateUserResponse = [
  STRUCTURE, NAMESPACE, 'DisassociateUserResponse', 0,
  ['InstanceUserSummary'],
  [() => InstanceUserSummary], 1,
];
const DisassociateUser = [
  OPERATION, NAMESPACE, 'DisassociateUser', { http: ['POST', '/user/DisassociateUser', 200] },
  () => DisassociateUserRequest,
  () => DisassociateUserResponse,
];

class LicenseManagerUserSubscriptionsClient extends AccountClient {
  constructor(config) {
    super({
      serviceId: 'License Manager User Subscriptions',
      protocolSettings: {
        defaultNamespace: NAMESPACE,
        errorTypeRegistries: [synthetic, errors],
        version: '2018-05-10',
        serviceTarget: 'LicenseManagerUserSubscriptions',
      },
      signingName: 'license-manager-user-subscriptions',
      ...config,
    });
  }
}

const command = makeBuilder({
  UseFIPS: { type: 'builtInParams', name: 'useFipsEndpoint' },
  Endpoint: { type: 'builtInParams', name: 'endpoint' },
  Region: { type: 'builtInParams', name: 'region' },
  UseDualStack: { type: 'builtInParams', name: 'useDualstackEndpoint' },
}, 'LicenseManagerUserSubscriptions', 'LicenseManagerUserSubscriptionsClient', getEndpointPlugin);

return {
  DisassociateUserCommand: command({}, () => [], 'DisassociateUser', DisassociateUser),
  LicenseManagerUserSubscriptionsClient,
  LicenseManagerUserSubscriptionsServiceException,
};
};
