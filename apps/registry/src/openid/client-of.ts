import type { Instance } from '@truss/contracts/instances'
import { mayWrite } from '@truss/domain/trust/may-write'
import type { ClientMetadata } from 'oidc-provider'

/** Scopes that people grant to every member; `designs` is for instances that may host. */
const MEMBER_SCOPES = ['openid', 'offline_access', 'profile', 'social']

/** A member instance as an OpenID client: its own exact redirect URI, its own key, no shared secret. */
export function clientOf(instance: Instance): ClientMetadata {
  return {
    client_id: instance.id,
    client_name: instance.name,
    client_uri: instance.baseUrl,
    application_type: 'web',
    redirect_uris: [`${instance.baseUrl}/api/auth/callback/truss`],
    post_logout_redirect_uris: [instance.baseUrl],
    response_types: ['code'],
    grant_types: ['authorization_code', 'refresh_token'],
    id_token_signed_response_alg: 'EdDSA',
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'EdDSA',
    jwks: {
      keys: instance.keys
        .filter((key) => key.purposes.includes('openid') && key.validUntilIndex === null)
        .map((key) => ({ ...key.jwk, kid: key.kid, use: 'sig', alg: 'EdDSA' })),
    },
  }
}

/** What an instance may be granted, whatever it asks for. */
export function scopesOf(instance: Instance): string[] {
  return mayWrite(instance) ? [...MEMBER_SCOPES, 'designs'] : MEMBER_SCOPES
}
