"""The bugs that are planted, from every layer between a person's act and the server's log."""

from tests.simulator.planted import Bug

_APPLY = "models.sync.apply:"
_ENGINE = "models.sync.engine:"
_EXCHANGE = "models.store.exchange:"
_UNIT = "models.store.unit_of_work:UnitOfWork."
_MERGE = "models.replication.merge:"
_PUSH = "server.push:"
_DOOR = "server.door:Guard."
_DECIDE = "server.decisions:"
_STREAMS = "server.streams:"

READING = (
    Bug("cursor before operations", _APPLY + "apply_page", (
        ("        with desk.act() as act:\n            present = exchange.cursor(act.connection",
         "        if True:\n            present = exchange.cursor(desk.store.connection"),
        ("            fresh = act",
         "            with desk.act() as early:\n"
         "                exchange.advance(early.connection, page.stream, "
         "present.after(op.hash for op in part))\n"
         "        with desk.act() as act:\n            fresh = act"),
        ("            exchange.advance(act.connection, page.stream, "
         "present.after(op.hash for op in part))\n", ""),
    )),
    Bug("a late page is taken", _APPLY + "apply_page", (
        ("    if start.seq != page.start:\n        return 0\n", ""),
        ("    if start.after(op.hash for op in page.operations) != page.end:", "    if False:"),
        ("            if present.seq != page.start + begin:\n                return new\n", ""),
    )),
    Bug("a slice leaves out its last operation", _APPLY + "apply_page", (
        ("page.operations[begin : begin + SLICE]",
         "page.operations[begin : begin + max(1, min(SLICE, 200) - 1)]"),
    )),
    Bug("places counted from naught", _APPLY + "apply_page", (("start=1", "start=0"),)),
    Bug("read and not marked", _APPLY + "apply_page",
        (("            exchange.mark_read(act.connection, places)\n", ""),)),
    Bug("own files do not go up", _APPLY + "_note_files",
        (("elif op.op_id not in fresh:", "elif False:"),)),
    Bug("files of others are not fetched", _APPLY + "_note_files", (("if not held:", "if False:"),)),
    Bug("a stream that the server lost is not asked about", _ENGINE + "Engine._behind", (
        ("    wanted |= {name for name in here if name not in there}\n", ""),
    )),
    Bug("the stream that was cut is not read on", _ENGINE + "Engine._pull_once", (
        ("max(names.index(name) for name in seen) :]",
         "max(names.index(name) for name in seen) + 1 :]"),
    )),
    Bug("nothing waits again after a rollback", _EXCHANGE + "rewind",
        (("SET seq=NULL WHERE stream=? AND seq>?", "SET seq=seq WHERE stream=? AND seq>?"),)),
    Bug("only own work waits again", _EXCHANGE + "rewind", (
        ("WHERE stream=? AND seq>?\", (stream, to.seq)\n    )\n    return",
         "WHERE stream=? AND seq>? AND device=(SELECT value FROM meta WHERE key='device')\", "
         "(stream, to.seq)\n    )\n    return"),
    )),
    Bug("the cursor stays after a rollback", _EXCHANGE + "rewind",
        (("SET seq=?, chain=? WHERE stream=?\", (to.seq, to.chain, stream)",
          "SET seq=seq WHERE stream=?\", (stream,)"),)),
    Bug("goes back to its own newest place", _ENGINE + "Engine._go_back", (
        ("        with self.desk.act() as act:\n            lost",
         "        common = places[0] if places else common\n"
         "        with self.desk.act() as act:\n            lost"),
    )),
    Bug("goes back one stream too few", _ENGINE + "Engine._go_back",
        (("for name in back.streams:", "for name in back.streams[1:]:"),)),
    Bug("news of another past are an error", _ENGINE + "Engine.take", (
        ("            if before.after(op.hash for op in page.operations) != page.end:",
         "            if False:"),
    )),
    Bug("news are taken as read whatever they follow", _ENGINE + "Engine.take",
        (("if before.seq >= page.end.seq:", "if True:"),
         ("    return self.read([messages.text(told, \"stream\", 80)])", "    return 0"),
         ("        if before.seq == page.start:",
          "        if before.seq < page.start:\n"
          "            exchange.advance(self._connection, page.stream, page.end)\n"
          "        if before.seq == page.start:"))),
)  # fmt: skip

SENDING = (
    Bug("done when acknowledged", _ENGINE + "Engine._push", (
        ("            touched.add(op.stream)\n",
         "            touched.add(op.stream)\n"
         "            exchange.mark_read(self._connection, [(told, op.op_id)])\n"),
    )),
    Bug("verdicts of the wrong operations", _ENGINE + "Engine._push",
        (("zip(operations, verdicts", "zip(operations, verdicts[::-1]"),)),
    Bug("what was refused is forgotten", _ENGINE + "Engine._push",
        (("            exchange.park(act.connection, refused, to_ms(act.now))",
          "            exchange.mark_read(act.connection, [(1, i) for i, _ in refused])"),)),
    Bug("what was refused is thrown away", _EXCHANGE + "park", (
        ("    connection.executemany(\n",
         "    connection.executemany('DELETE FROM operation WHERE op_id=?', "
         "[(i,) for i, _ in refused])\n    connection.executemany(\n"),
    )),
    Bug("what was parked stays parked when it is there", _EXCHANGE + "mark_read",
        (("    connection.executemany(\"DELETE FROM parked WHERE op_id=?\", "
          "[(op_id,) for _, op_id in listed])\n", ""),)),
    Bug("nobody vouches for what is not signed", _ENGINE + "Engine._vouch_for_unsigned",
        (("    if told:", "    if False:"),)),
    Bug("what is signed later covers what was not", _ENGINE + "Engine._unsigned",
        (("                unsigned.append(op)\n",
          "                unsigned.append(op)\n"
          "            else:\n"
          "                unsigned = [one for one in unsigned if "
          "(one.stream, one.device) != (op.stream, op.device)]\n"),)),
    Bug("a new identity signs with the old key", _UNIT + "_own_key",
        (("return self._sign if is_own else None", "return self._sign"),)),
    Bug("its clock is told at every exchange", _ENGINE + "tell_clock",
        (("    if abs(offset_ms - before) < CLOCK_NOTICE_MS:\n        return\n", ""),)),
    Bug("a refused file stops all the rest", "models.sync.attachments:carry",
        (("except Refused:", "except KeyError:"),)),
    Bug("a bundle counts as read from the server", "models.actions.import_bundle:import_bundle",
        (("        for digest, body",
          "        act.connection.execute('UPDATE operation SET seq=1 WHERE seq IS NULL')\n"
          "        for digest, body"),)),
)  # fmt: skip

STORING = (
    Bug("the clock is not kept", _UNIT + "__exit__",
        (("            write_meta(self.connection, \"clock\", str(self._clock.latest))\n", ""),)),
    Bug("clocks of others are not witnessed", _UNIT + "receive",
        (("self._clock.witness(operation.clock)", "pass"),)),
    Bug("the clock follows the wall", "models.replication.clock:HybridClock.tick",
        (("max(self.latest + 1, self._wall_clock_ms() << _COUNTER_BITS)",
          "self._wall_clock_ms() << _COUNTER_BITS"),)),
    Bug("chain ends are not kept", _UNIT + "__exit__",
        (("            self._keep_chain_heads()\n", ""),)),
    Bug("operations are kept before what they mean", _UNIT + "_land",
        (("    self._stale +=",
          "    self.connection.execute('COMMIT')\n"
          "    self.connection.execute('BEGIN IMMEDIATE')\n    self._stale +="),)),
    Bug("a copied folder goes on as one", _UNIT + "_mind_own_chain",
        (("if op.counter == head.counter + 1 and op.previous == head.hash:", "if True:"),)),
    Bug("what is held is taken again", "models.store.log:not_held",
        (("        if held is None:", "        if True:"),)),
    Bug("chains begin anew with every act", "models.replication.act:Author._stamp",
        (("previous=head.hash", "previous=GENESIS"),)),
    Bug("what was replaced early is not remembered", "models.store.projector:_early",
        (("if not known and not log.holds(connection, op_id):", "if False:"),)),
    Bug("what no longer stands stays", "models.store.state:keep",
        (("((_DELETE, gone), (_INSERT, new), ", "((_INSERT, new), "),)),
    Bug("an incident is not projected again", "models.store.projector:_show",
        (("            not merged.before\n            and not", "            not"),)),
    Bug("every line is counted once", "models.store.entries:add",
        (("for key, n in counts.items()", "for key, n in dict.fromkeys(counts, 1).items()"),)),
)  # fmt: skip

MERGING = (
    Bug("the last to arrive wins", _MERGE + "_keep_latest",
        (("operation.order > present.order", "True"),)),
    Bug("what is replaced still stands", _MERGE + "_keep_unreplaced",
        (("        state.heads.pop(op_id, None)\n", ""),)),
    Bug("replaced before it arrived, it stands", _MERGE + "_keep_unreplaced",
        ((" and operation.op_id not in state.replaced", ""),)),
    Bug("removing takes away what others add", _MERGE + "_keep_unreplaced",
        (("    if operation.kind != OperationKind.REMOVE.value and",
          "    if operation.kind == OperationKind.REMOVE.value:\n"
          "        for op_id, write in list(state.heads.items()):\n"
          "            if write.value == operation.value:\n"
          "                del state.heads[op_id]\n"
          "    if operation.kind != OperationKind.REMOVE.value and"),)),
    Bug("two values are no conflict", _MERGE + "is_conflict",
        (("len(state.heads) < 2", "len(state.heads) < 3"),)),
    Bug("the last write hides the others", _MERGE + "_keep_unreplaced",
        (("        state.heads[operation.op_id] = write_of(operation)",
          "        state.heads = {operation.op_id: write_of(operation)}"),)),
    Bug("a write names nothing that it replaces", "models.actions.desk:ActInProgress.set_on",
        (("seen = self.standing(stream, (entity_kind, entity, field_name))",
          "seen = FieldState()"),)),
    Bug("a write replaces only the latest", "models.actions.desk:ActInProgress._change",
        (("tuple(sorted(seen.heads))", "tuple(sorted(seen.heads)[-1:])"),)),
    Bug("grants are ordered by id", _MERGE + "granted",
        (("key=lambda w: (_known_grant(w), w.op_id)", "key=lambda w: w.op_id[::-1]"),)),
    # Not here: a claim that stands although it names a grant which is not known (`_expected(write)
    # is not None` in `merge.claim`). Nobody holds such a claim: its author knew that grant, and
    # operations come in an order in which what was known comes first.
    Bug("a claim names no grant", "models.actions.claim:claim_command",
        (("list(term_of(standing))", "[0, 0]"),)),
)  # fmt: skip

SERVER = (
    Bug("nothing is recognised as held", _PUSH + "_judge",
        (("held = known.get(op.op_id)", "held = None"),)),
    Bug("one bad operation stops the others", _PUSH + "_judge",
        (("            refused.append((op, fault.reason))",
          "            raise BadInput(fault.reason)"),)),
    Bug("bodies are not looked at", _PUSH + "_read", (("wire.decode_checked", "wire.decode"),)),
    Bug("only the length of a cursor is compared", _STREAMS + "recognised",
        (("if cursors[row.stream].chain == bytes(row.chain)", "if True"),)),
    Bug("a place that is not common is", _STREAMS + "common",
        (("if stream in recognised(connection, {stream: cursor}):", "if True:"),)),
    Bug("the end of a stream is not kept", _STREAMS + "keep", (("    if moved:", "    if False:"),)),
    Bug("the chain leaves out what was before", _STREAMS + "_chained",
        (("following(chain, op.hash)", "following(b'', op.hash)"),)),
    Bug("a page begins one too early", _STREAMS + "page", (('"behind": start.seq', '"behind": start.seq - 1'),)),
    Bug("a page that was cut does not say so", _STREAMS + "page",
        (("cut = len(taken) < len(rows) or len(rows) == most", "cut = False"),)),
    Bug("files are named nowhere", "server.blobs:note_uses", (("    if uses:", "    if False:"),)),
    Bug("decisions come in a second transaction", _PUSH + "_take",
        (("        decisions.decide(",
          "        connection.exec_driver_sql('COMMIT')\n"
          "        connection.exec_driver_sql('BEGIN IMMEDIATE')\n        decisions.decide("),)),
    Bug("a restore leaves out who commands", "server.backup:_replace",
        (("        for table in _kept(begin_at(connection, revision)):\n",
          "        for table in [t for t in _kept(begin_at(connection, revision))"
          " if t.name != 'command']:\n"),)),
    Bug("a restore leaves out the ends of streams", "server.backup:_replace",
        (("        for table in _kept(begin_at(connection, revision)):\n",
          "        for table in [t for t in _kept(begin_at(connection, revision))"
          " if t.name != 'stream']:\n"),)),
)  # fmt: skip

DECIDING = (
    Bug("no fence before a grant", _DECIDE + "_decide_claim",
        (("if expected == present:", "if True:"),)),
    Bug("a grant may lie behind the one before it", _DECIDE + "_decide_claim",
        (("max(epoch(connection), present[0])", "epoch(connection)"),)),
    Bug("what is taken on trust is not answered for", _PUSH + "_answer_for",
        (("    if not trusted:", "    if True:"),)),
    Bug("a claim is not decided", _DECIDE + "decide", (("if expected is not None:", "if False:"),)),
    Bug("a claim that is too late is not answered", _DECIDE + "_decide_claim",
        (("elif expected < present:", "elif False:"),)),
    Bug("a grant is forgotten", _DECIDE + "_keep_grant", (("    elif (", "    elif False and ("),)),
    Bug("what an earlier server decided is not taken over", _DECIDE + "decide",
        (("        _take_over(connection, server, op)\n", "        pass\n"),)),
    Bug("a number is given again", _DECIDE + "_give_number", (("    if has is None:", "    if True:"),)),
    Bug("a number is not kept", _DECIDE + "_give_number",
        (("        _keep_number(connection, stream, given)\n", ""),)),
    Bug("what is withheld is not said", "server.decisions:withhold",
        (("            author.withheld(", "            (lambda *_: None)("),)),
    Bug("anybody may act in any name", _DOOR + "judge",
        (("self._actor_fault,", ""),)),
    Bug("a signature need not hold", _DOOR + "_origin_fault",
        (("if op.op_id in self._proof.signed:", "if op.signature or op.op_id in self._proof.signed:"),)),
    Bug("unsigned words of another device are taken", _DOOR + "_origin_fault",
        (("    return self._unproved(", "    return None and self._unproved("),)),
    Bug("anybody may answer for anybody", _DOOR + "_unproved",
        (("if self.session.role is Role.ADMIN or", "if True or"),)),
    Bug("what is answered for is forgotten", _DOOR + "takes_on_trust",
        (("return OWN not in said", "return OWN not in said and op.op_id not in self.confirmed"),)),
    Bug("anybody may vouch for anybody", _DOOR + "_origin_fault",
        (("not said.isdisjoint(owners)", "said"),)),
    Bug("history from elsewhere speaks in any name", _DOOR + "_actor_fault",
        (("or OWN in said or actor in said", "or True"),)),
    Bug("what the server took from elsewhere it does not know again", _DOOR + "_actor_fault",
        (("or OWN in said or actor in said", "or actor in said"),)),
    Bug("anybody may speak as the server", _DOOR + "judge",
        (("signed = op.op_id in self._proof.signed", "signed = True"),)),
    Bug("a desktop may grant command", _DOOR + "judge",
        (("if decisions.is_grant(op):", "if False:"),)),
    Bug("an observer may act", _DOOR + "_refusal",
        (("if (reason := refusal(role, Right.ACT, op.stream)) is not None:",
          "if (reason := None) is not None:"),)),
    Bug("any clock will do", _DOOR + "_clock_fault",
        (("if ahead <= AHEAD_MS:", "if True:"),)),
    Bug("who was shut out is forgotten with the copy", "server.barring:keep",
        (("op.device != server.server_id or not is_word(op)", "True"),)),
    Bug("a revoked device is served on", "server.accounts:revoke_device",
        ((".values(revoked_at=now_ms)", ".values(revoked_at=None)"),
         ("    connection.execute(delete(tables.token).where(tables.token.c.device == device))", ""))),
)  # fmt: skip

BUGS = (*READING, *SENDING, *STORING, *MERGING, *SERVER, *DECIDING)

SURVIVORS = {
    "what is answered for is forgotten": "Should the server be put back, an admin answers for it "
    "once more, and in a schedule there always is one: tests/sync/test_answering.py sees it.",
}
"""Which no schedule breaks, and why that is."""
