"""Debian's python3-msal against the lab's token endpoint: a certificate in, a token out.

Reads one JSON object from stdin (authority, clientId, privateKey as PEM, thumbprint, scope) and prints the library's
answer. The lab's CA is trusted through REQUESTS_CA_BUNDLE.
"""
import json
import sys

import msal

given = json.load(sys.stdin)
client = msal.ConfidentialClientApplication(
    given["clientId"],
    authority=given["authority"],
    client_credential={"private_key": given["privateKey"], "thumbprint": given["thumbprint"]},
    validate_authority=False,
    instance_discovery=False,
)
print(json.dumps(client.acquire_token_for_client([given["scope"]])))
