#!/usr/bin/env python3
"""Checks a folder as a bag (RFC 8493) and as a Frictionless data package, from the standards' words
alone: nothing of Tamis is known here.
    check_companions.py FOLDER
"""
import csv
import hashlib
import json
import os
import re
import sys
import urllib.parse

root = sys.argv[1]
faults = []


def fault(what):
    faults.append(what)


def read(name):
    with open(os.path.join(root, name), "rb") as file:
        return file.read()


def sha256(name):
    return hashlib.sha256(read(name)).hexdigest()


def files_below(folder):
    return {os.path.relpath(os.path.join(at, name), root)
            for at, _, names in os.walk(os.path.join(root, folder)) for name in names}


def listed(manifest):
    """Lines of checksum, white space, path; in a path %, CR and LF are percent-encoded."""
    out = {}
    for line in read(manifest).decode("utf-8").splitlines():
        checksum, path = re.fullmatch(r"([0-9a-f]{64})\s+\*?(.+)", line).groups()
        path = re.sub("%(0A|0D|25)", lambda m: urllib.parse.unquote(m.group()), path)
        if path in out:
            fault(f"{manifest}: {path} is listed twice")
        out[path] = checksum
    return out


def check_list(manifest):
    paths = listed(manifest)
    for path, checksum in paths.items():
        if not os.path.isfile(os.path.join(root, path)):
            fault(f"{manifest}: {path} is missing")
        elif sha256(path) != checksum:
            fault(f"{manifest}: {path} has another checksum")
    return set(paths)


def check_bag():
    if read("bagit.txt") != b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n":
        fault("bagit.txt is not the declaration of version 1.0")
    payload = check_list("manifest-sha256.txt")
    if payload != files_below("data"):
        fault(f"the payload manifest is not the payload: {payload ^ files_below('data')}")
    tags = check_list("tagmanifest-sha256.txt")
    if any(path.startswith("data/") for path in tags):
        fault("a tag manifest lists payload")
    if not {"bagit.txt", "bag-info.txt", "manifest-sha256.txt"} <= tags:
        fault("the tag manifest lacks tag files")
    info = dict(line.split(": ", 1) for line in read("bag-info.txt").decode().splitlines())
    octets = sum(len(read(path)) for path in payload)
    if info["Payload-Oxum"] != f"{octets}.{len(payload)}":
        fault(f"Payload-Oxum is {info['Payload-Oxum']}, not {octets}.{len(payload)}")
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", info["Bagging-Date"]):
        fault("Bagging-Date is no date")


CASTS = {"integer": int, "string": str, "number": float}


def check_rows(resource):
    dialect, schema = resource["dialect"], resource["schema"]
    names = [field["name"] for field in schema["fields"]]
    text = read(resource["path"]).decode(resource["encoding"])
    rows = list(csv.reader(text.splitlines(), delimiter=dialect["delimiter"],
                           quotechar=dialect["quoteChar"], doublequote=dialect["doubleQuote"]))
    if dialect["header"] and rows.pop(0) != names:
        fault(f"{resource['path']}: the header is not the schema's")
    for row in rows:
        for value, field in zip(row, schema["fields"], strict=True):
            if value not in schema["missingValues"]:
                CASTS[field["type"]](value)


def check_package():
    package = json.loads(read("datapackage.json"))
    names = [resource["name"] for resource in package["resources"]]
    if len(set(names)) != len(names):
        fault("two resources share a name")
    for name in names + [package["name"]]:
        if not re.fullmatch(r"[a-z0-9._-]+", name):
            fault(f"{name} is no name")
    for resource in package["resources"]:
        path = resource["path"]
        if path.startswith("/") or ".." in path.split("/"):
            fault(f"{path} is no safe path")
        if resource["bytes"] != len(read(path)) or resource["hash"] != "sha256:" + sha256(path):
            fault(f"{path} has other bytes")
        if resource["format"] == "csv" and "compression" not in resource:
            check_rows(resource)


check_bag()
check_package()
for what in faults:
    print(what)
sys.exit(1 if faults else 0)
