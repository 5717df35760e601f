"""Certificates for tests: an authority of our own, and what it signs for this machine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from pathlib import Path


class Certificate(NamedTuple):
    """Files in PEM. authority: what a client has to trust."""

    chain: Path
    key: Path
    authority: Path


def make_certificate(
    folder: Path, host: str = "localhost", days: float = 90, *, self_signed: bool = False
) -> Certificate:
    """Make a key and a certificate for *host*; days: until it ends, below 0 if it has."""
    folder.mkdir(parents=True, exist_ok=True)
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ends = datetime.now(UTC) + timedelta(days=days)
    authority = _signed(
        _named("Test authority", "Test authority", authority_key, ends, is_authority=True), authority_key
    )
    issuer, by = (host, key) if self_signed else ("Test authority", authority_key)
    builder = _named(host, issuer, key, ends, is_authority=False)
    names = (
        [x509.DNSName(host), x509.IPAddress(ip_address("127.0.0.1"))] if host == "localhost" else [x509.DNSName(host)]
    )
    builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    issued = x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key())
    made = _signed(builder.add_extension(issued, critical=False), by)
    files = Certificate(folder / "chain.pem", folder / "key.pem", folder / "authority.pem")
    files.chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files.authority.write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    files.key.write_bytes(key.private_bytes(*form))
    return files


def _named(subject, issuer, key, ends, *, is_authority):
    public = key.public_key()
    constraints = x509.BasicConstraints(ca=is_authority, path_length=0 if is_authority else None)
    builder = x509.CertificateBuilder().subject_name(_name(subject)).issuer_name(_name(issuer))
    builder = builder.public_key(public).serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(ends - timedelta(days=365)).not_valid_after(ends)
    builder = builder.add_extension(constraints, critical=True)
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)


def _signed(builder, key):
    return builder.sign(key, hashes.SHA256())


def _name(common):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])
