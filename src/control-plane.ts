import { join } from 'node:path';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Connections, IConnectable } from 'aws-cdk-lib/aws-ec2';
import { Policy, PolicyStatement, Role, ServicePrincipal, type IGrantable, type IPrincipal, type IRole } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Code, Function, Runtime, type CfnFunction, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct, type IConstruct, type IDependable } from 'constructs';
import type { ControlPlaneProps } from './control-plane-props';
import { warn } from './private/annotate';
import {
  configurationOf, configure, DELIVERY_PRINCIPAL_CONTEXT, deliveryPrincipalOf, endpointOf, isQldbService, markUsed,
} from './private/configuration';
import { FUNCTION_ENVIRONMENT } from './private/contract';
import { isRetiredEndpoint, validateControlPlane } from './private/control-plane-validation';
import { allowInKeyPolicy, grantOnKey, targetKey } from './private/encryption-key';
import { addAdoptionRights, addLedgerRights, addNetworkInterfaceRights, addStreamRights } from './private/function-rights';
import { attached, CONTROL_PLANE } from './private/symbols';
import { renderError, show, throwProblems } from './private/validation';
import { acknowledgeWildcard } from './private/wildcards';
import { QldbWarnings } from './qldb-warnings';

const CONSTRUCT_ID = 'CdkQldbControlPlane';
/** Deployed custom resources hold the function's ARN, and CloudFormation refuses to change it: this id never changes. */
const FUNCTION_LOGICAL_ID = 'CdkQldbControlPlaneFunction';

/**
 * The function behind the QLDB constructs of a stack, with its role and log group; exactly one per stack, nested stacks included.
 *
 * It is made with the first construct that needs it. `ControlPlane.configure` says beforehand where QLDB is found.
 *
 * @example
 * declare const app: App;
 * ControlPlane.configure(app, { endpoint: 'https://qldb.example.com' });
 */
export class ControlPlane extends Construct implements IConnectable, IGrantable {
  /**
   * Returns the control plane of the stack that `scope` is in, made if there is none yet.
   *
   * @param scope any construct of the stack
   */
  public static of(scope: Construct): ControlPlane {
    const stack = Stack.of(scope);
    const existing = stack.node.tryFindChild(CONSTRUCT_ID);
    if (existing === undefined) return new ControlPlane(stack, CONSTRUCT_ID);
    if (attached(existing, CONTROL_PLANE)) return existing as ControlPlane;
    throw new Error(renderError(`stack ${show(stack.node.path)}`, [{
      code: 'Qldb.ControlPlaneIdTaken',
      text: `the construct id ${show(CONSTRUCT_ID)} is needed for the control plane, got another construct of that id: rename it`,
    }]));
  }

  /**
   * Configures the control planes of all stacks at and below `scope`, before the first QLDB construct there.
   *
   * Scopes further in win, property by property: an endpoint set on the app holds for a stack that sets only a VPC. A scope
   * inside a stack stands for its stack.
   *
   * @param scope an app, a stage, a stack, or any construct
   * @param props what to set
   */
  public static configure(scope: Construct, props: ControlPlaneProps): void {
    configure(scope, props);
  }

  /** URL of the service, if one is configured. */
  public readonly endpoint?: string;

  /** Who assumes the roles of journal streams and exports and uses the keys of ledgers. */
  public readonly deliveryPrincipal: IPrincipal;

  /** The function. */
  public readonly handler: IFunction;

  /** The function's role. */
  public readonly role: IRole;

  /** The function's log group. */
  public readonly logGroup: ILogGroup;

  /** The function's role, to grant it rights. */
  public readonly grantPrincipal: IPrincipal;

  private readonly inVpc: boolean;
  private readonly selfInvocation: Policy;
  private readonly servedKeys = new Set<IKey>();

  private constructor(scope: Stack, id: string) {
    super(scope, id);
    const props = configurationOf(scope);
    const context = props.deliveryPrincipal === undefined ? scope.node.tryGetContext(DELIVERY_PRINCIPAL_CONTEXT) as string | undefined : undefined;
    this.endpoint = endpointOf(scope);
    throwProblems(`configuration of the control plane at ${show(this.node.path)}`, validateControlPlane({ ...props, endpoint: this.endpoint }, context));
    markUsed(scope, this.node.path);
    if (isRetiredEndpoint(this.endpoint)) {
      warn(this, QldbWarnings.RETIRED_ENDPOINT, `'endpoint' is AWS's own, which was shut down on 2025-07-31, got ${show(this.endpoint)}: use the URL of a compatible service`);
    }
    this.deliveryPrincipal = deliveryPrincipalOf(scope);
    this.inVpc = props.vpc !== undefined;
    this.logGroup = props.logGroup ?? this.createLogGroup();
    this.role = this.createRole();
    this.grantPrincipal = this.role;
    this.handler = this.createFunction(props);
    this.selfInvocation = this.createSelfInvocation();
  }

  /**
   * Network connections of the function; only with `vpc`.
   *
   * An error otherwise.
   */
  public get connections(): Connections {
    if (!this.inVpc) {
      throwProblems(`use of the control plane at ${show(this.node.path)}`, [{
        code: 'Qldb.VpcRequired',
        text: "'connections' must not be used without a VPC: give 'vpc' to ControlPlane.configure",
      }]);
    }
    return this.handler.connections;
  }

  /**
   * What a custom resource must depend on: without it the function may lack a right at the first create or the last delete.
   *
   * @internal
   */
  public get _dependencies(): IDependable[] {
    return [this.role, this.selfInvocation];
  }

  /**
   * Lets the function change the ledger of this name although another owner made it.
   *
   * @internal
   */
  public _allowAdoption(ledgerName: string): void {
    addAdoptionRights(this.role, ledgerName);
  }

  /**
   * Lets the function set this key for a ledger, and the delivery principal use it.
   *
   * The function's part is what QLDB asks of a caller: https://docs.aws.amazon.com/qldb/latest/developerguide/encryption-at-rest.html
   *
   * @internal
   */
  public _allowKey(key: IKey, ledger: IConstruct): void {
    if (this.servedKeys.has(targetKey(key))) return;
    this.servedKeys.add(targetKey(key));
    const notGranted = (who: string, actions: string) => warn(ledger, QldbWarnings.KEY_NOT_GRANTED, [
      `'encryptionKey' cannot be opened to ${who}, got a key whose policy is not part of this app:`,
      `allow it ${actions} on the key`,
    ].join(' '));
    if (!grantOnKey(key, this, ['kms:DescribeKey', 'kms:CreateGrant']).success) notGranted('the function', 'kms:DescribeKey and kms:CreateGrant');
    if (isQldbService(Stack.of(this), this.deliveryPrincipal)) return;
    if (!allowInKeyPolicy(key, this.deliveryPrincipal, ['kms:DescribeKey', 'kms:GenerateDataKey', 'kms:Decrypt'])) {
      notGranted('the delivery principal', 'kms:DescribeKey, kms:GenerateDataKey and kms:Decrypt');
    }
  }

  private createLogGroup(): LogGroup {
    const logGroup = new LogGroup(this, 'LogGroup', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
    // So that `CustomResourceConfig.of(app)` sets retention and removal policy here as for the functions of the CDK itself.
    logGroup.node.addMetadata('aws:cdk:is-custom-resource-handler-logGroup', true);
    return logGroup;
  }

  private createRole(): Role {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: 'QLDB control plane of the stack',
    });
    this.logGroup.grantWrite(role);
    // The ARN of an imported log group ends with a wildcard for its streams; that of a declared one does so only once deployed.
    acknowledgeWildcard(role, this.logGroup.logGroupArn, 'The streams of the log group, whose names Lambda makes.');
    addLedgerRights(role);
    addStreamRights(role);
    if (this.inVpc) addNetworkInterfaceRights(role);
    return role;
  }

  private createFunction(props: ControlPlaneProps): Function {
    const runtime = Runtime.NODEJS_24_X;
    const handler = new Function(this, 'Function', {
      description: 'Manages QLDB ledgers, journal streams and exports for the cdk-qldb constructs of this stack',
      // x86_64, the default, because every Region and every emulator runs it; at some seconds a deployment the price does not matter.
      runtime,
      handler: 'index.handler',
      code: Code.fromAsset(join(__dirname, '../assets/handler')),
      role: this.role,
      logGroup: this.logGroup,
      memorySize: props.memorySize ?? 256,
      timeout: Duration.minutes(15),
      vpc: props.vpc,
      vpcSubnets: props.vpcSubnets,
      securityGroups: props.securityGroups,
      environment: {
        ...(props.certificateAuthority === undefined ? {} : { [FUNCTION_ENVIRONMENT.certificateAuthority]: props.certificateAuthority }),
        ...(props.allowInsecureHttp ? { [FUNCTION_ENVIRONMENT.allowInsecureHttp]: 'true' } : {}),
      },
    });
    (handler.node.defaultChild as CfnFunction).overrideLogicalId(FUNCTION_LOGICAL_ID);
    // So that `CustomResourceConfig.of(app)` sets the runtime here as for the functions of the CDK itself.
    handler.node.addMetadata('aws:cdk:is-custom-resource-handler-singleton', true);
    handler.node.addMetadata('aws:cdk:is-custom-resource-handler-runtime-family', runtime.family);
    return handler;
  }

  /** A policy of its own: the function depends on its role's other policies, and this one depends on the function. */
  private createSelfInvocation(): Policy {
    const policy = new Policy(this, 'SelfInvocation', {
      statements: [new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.handler.functionArn] })],
    });
    policy.attachToRole(this.role);
    return policy;
  }
}

Object.defineProperty(ControlPlane.prototype, CONTROL_PLANE, { value: true });
