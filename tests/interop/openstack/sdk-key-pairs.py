"""What a program does with key pairs through openstacksdk. Given two public keys and a certificate; prints what it saw."""

import json
import sys

import openstack
from openstack import exceptions

first, second, certificate = sys.argv[1:]
cloud = openstack.connect()
compute = cloud.compute
seen = {"from_console": compute.get_keypair("console").public_key}

seen["created"] = compute.create_keypair(name="one", public_key=first + "\n").to_dict()
# The same key under another name, as in Nova.
compute.create_keypair(name="two", public_key=first)
compute.create_keypair(name="three", public_key=second)
made = compute.create_keypair(name="made")
seen["private_key"] = made.private_key

# What people with Windows servers have. The command line client does not send the type.
seen["x509"] = compute.create_keypair(name="win", type="x509", public_key=certificate).to_dict()

seen["listed"] = [pair.name for pair in compute.keypairs()]
# Three pages of two, and an empty one.
seen["pages"] = []
url = "/os-keypairs?limit=2"
while url is not None:
    page = compute.get(url, microversion="2.35").json()
    seen["pages"].append([item["keypair"]["name"] for item in page["keypairs"]])
    url = page["keypairs_links"][0]["href"] if "keypairs_links" in page else None
seen["found"] = compute.find_keypair("one").public_key
seen["missing"] = compute.find_keypair("nosuch") is None
seen["got"] = compute.get_keypair("three").fingerprint
try:
    compute.create_keypair(name="one", public_key=second)
except exceptions.ConflictException as refusal:
    seen["conflict"] = refusal.details
try:
    compute.create_keypair(name="bad", public_key="garbage")
except exceptions.BadRequestException as refusal:
    seen["invalid"] = refusal.details

# The cloud layer, which Ansible's module uses too.
seen["search"] = [pair["name"] for pair in cloud.search_keypairs(filters={"name": "two"})]
for name in ("console", "one", "two", "three", "made", "win"):
    cloud.delete_keypair(name)
seen["deleted_again"] = cloud.delete_keypair("one")
seen["left"] = [pair.name for pair in compute.keypairs()]

seen["user"] = cloud.current_user_id
seen["project"] = cloud.current_project_id
print(json.dumps(seen))
