"""Answers for oslo.config: one JSON request on stdin, one JSON answer on stdout."""
import io
import json
import logging
import os
import sys
import tempfile

from oslo_config import cfg, types


class Parser(cfg.ConfigParser):
    def __init__(self, sections):
        super().__init__('f', sections)
        self.found = []

    def assignment(self, key, value):
        super().assignment(key, value)
        self.found.append([self.section, key, '\n'.join(value)])


def parse(text):
    parser = Parser({})
    try:
        cfg.iniparser.BaseParser.parse(parser, io.StringIO(text, newline=None).readlines())
    except cfg.ParseError as error:
        return {'refused': error.lineno}
    return {'settings': parser.found}


def type_of(kind, low, high, choices):
    if kind == 'integer':
        return types.Integer(min=low, max=high, choices=choices)
    if kind == 'port':
        return types.Port(min=low, max=high)
    if kind == 'number':
        return types.Float(min=low, max=high)
    if kind == 'boolean':
        return types.Boolean()
    return types.String(choices=choices)


def takes(case):
    value = case.pop('value')
    try:
        type_of(**case)(value)
    except ValueError:
        return False
    return True


def effective(case):
    conf = cfg.ConfigOpts()
    for opt in case['options']:
        kind = cfg.MultiStrOpt if opt['multi'] else cfg.StrOpt
        former = [cfg.DeprecatedOpt(name, group=group) for group, name in opt['aliases']]
        group = None if opt['group'] == 'DEFAULT' else opt['group']
        conf.register_opt(kind(opt['name'], deprecated_opts=former), group=group)
    with tempfile.TemporaryDirectory() as folder:
        arguments = []
        for index, text in enumerate(case['texts']):
            arguments += ['--config-file', os.path.join(folder, f'{index}.conf')]
            with open(arguments[-1], 'w', newline='') as file:
                file.write(text)
        conf(arguments)
        values = []
        for opt in case['options']:
            group = conf if opt['group'] == 'DEFAULT' else conf[opt['group']]
            values.append(group[opt['name']])
        return values


logging.disable(logging.CRITICAL)
request = json.load(sys.stdin)
answer = {'parse': parse, 'takes': takes, 'effective': effective}[request['ask']]
json.dump([answer(case) for case in request['cases']], sys.stdout)
