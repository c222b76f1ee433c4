// Microsoft's msal-node against the lab's token endpoint: a certificate in, a token out.
//
// Reads one JSON object from stdin (authority, clientId, privateKey as PEM, thumbprint or thumbprintSha256, scope) and
// prints the library's answer. The lab's CA is trusted through NODE_EXTRA_CA_CERTS.
import { readFileSync } from "node:fs";
import { ConfidentialClientApplication } from "@azure/msal-node";

const given = JSON.parse(readFileSync(0, "utf8"));
const { authority, clientId, privateKey, thumbprint, thumbprintSha256 } = given;
const clientCertificate = thumbprintSha256 ? { privateKey, thumbprintSha256 } : { privateKey, thumbprint };
const client = new ConfidentialClientApplication({
  auth: { clientId, authority, clientCertificate, knownAuthorities: [new URL(authority).host] },
});
const answer = await client.acquireTokenByClientCredential({ scopes: [given.scope] });
console.log(JSON.stringify({ accessToken: answer.accessToken, expiresOn: answer.expiresOn }));
