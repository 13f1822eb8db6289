"""The show: one drill from its start to its score."""

import os
import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import timedelta
from typing import Any, Final

from rich.console import Console

from alerts.library import read_library
from deploy.demo.listener import Listener
from deploy.demo.moods import find_moods, read_metrics
from deploy.demo.show import is_settled
from deploy.drills.answers import Desk
from deploy.drills.clock import DrillClock, real_now
from deploy.drills.control import ControlFile, Verb, apply_control, describe, steer
from deploy.drills.desk import plan_desk
from deploy.drills.disturb import disturb, find_brand, time_injects
from deploy.drills.errors import BadControlError
from deploy.drills.folder import DrillFolder
from deploy.drills.harvest import count_delivered, read_actions
from deploy.drills.herald import Herald
from deploy.drills.hold import Hold
from deploy.drills.journal import Journal, Status
from deploy.drills.keys import reading_keys
from deploy.drills.order import DrillOrder, Outcome
from deploy.drills.pace import Pace
from deploy.drills.plan import Place, plan_workers
from deploy.drills.player import Player
from deploy.drills.scoring import score_drill
from deploy.drills.setting import Setting, make_folder, preparing
from deploy.drills.stage import Stage
from deploy.drills.view import DrillView
from deploy.errors import NotReadyError
from deploy.local import free_port
from deploy.supervisor import Supervisor

READY_WITHIN: Final = timedelta(seconds=90)
STILL_FOR: Final = timedelta(seconds=120)
"""Everything is sent, and nothing new has come for so long: something hangs."""
LINGER: Final = timedelta(seconds=3)
"""Records are done with for so long: a message may still be on its way to its channel, on a busy machine above all."""
_STATUS_EVERY: Final = 1.0


def run_drill(order: DrillOrder, console: Console, *, environ: Mapping[str, str] | None = None) -> Outcome:
    """Run a whole drill; its journal and score are in its folder at the end.

    Interrupted before its end, it leaves nothing. Ended with `q` or `crisis drill stop`, it is scored as far
    as it went.

    Raises:
        DeployError, ConnectorError, BrokerError: something did not run; nothing of it runs on.
    """
    folder = make_folder(order.data_dir, order.lane)
    try:
        outcome = _Drill(order, folder, console, os.environ if environ is None else environ).run()
    except BaseException as exc:
        if isinstance(exc, Exception) and folder.logs.exists():
            exc.add_note(f"The logs are in {folder.logs}")
        else:
            shutil.rmtree(folder.root, ignore_errors=True)
        raise
    if not order.keep:
        folder.tidy()
        shutil.rmtree(folder.logs, ignore_errors=True)
        folder.config.unlink(missing_ok=True)
    return outcome


class _Drill:
    def __init__(
        self, order: DrillOrder, folder: DrillFolder, console: Console, environ: Mapping[str, str]
    ) -> None:
        self._order = order
        self._folder = folder
        self._console = console
        self._environ = environ
        material = order.material
        begins = material.begins.replace(second=0, microsecond=0) + timedelta(minutes=1)
        self._injects = time_injects(order.injects, material.begins)
        self._started = real_now()
        self._pace = Pace.start(self._started, begins, order.speed)
        if order.start_at:
            self._pace.jump(self._started, begins + order.start_at)
        self._hold = Hold(self._pace)
        self._view = DrillView.of_brands(material.brands)
        self._moods: dict[str, Any] = {}
        self._is_stopped = False
        self._status_at = 0.0
        self._delivered = 0
        self._begun = time.monotonic()

    def run(self) -> Outcome:
        order, lane = self._order, self._order.lane
        said = tuple(order.material.read(lane.name))
        brand = find_brand(said, order.material.storms or ())
        mentions = tuple(disturb(said, self._injects, brand=brand, lane=lane.name))
        with ExitStack() as stack:
            setting = stack.enter_context(
                preparing(
                    self._folder,
                    order.values,
                    self._environ,
                    order.material.brands,
                    embedded=order.embedded,
                    stand_in=order.stand_in,
                    keep_topics=order.keep,
                )
            )
            span = (order.material.begins, order.material.ends)
            stage = stack.enter_context(Stage.open(order.material.name, self._view, span, self._console))
            desk = self._open_desk(stack, setting, stage)
            supervisor = stack.enter_context(Supervisor(self._folder.logs))
            place = Place(
                folder=self._folder,
                bootstrap=setting.kafka.bootstrap,
                sentiment_port=free_port(),
                response_port=free_port(),
                environment=setting.environment,
            )
            self._start_workers(supervisor, place, stage)
            self._pace.begin(real_now())  # Starting the workers is not a part of the drill.
            clock = DrillClock(self._pace)
            listener = stack.enter_context(Listener(setting.kafka, lane.name, self._view))
            read_key = stack.enter_context(reading_keys())
            with Player(setting.kafka, lane, mentions, clock, run_out=order.run_out) as player:
                self._watch(stage, supervisor, listener, setting, player, desk, read_key, place)
            desk.collect(real_now())
            journal = self._write_journal(desk, player)
            actions = read_actions(setting.kafka, lane)
        score = score_drill(journal, self._view, actions, read_library())
        self._folder.write(self._folder.score, score)
        return Outcome(score, self._view, self._folder, self._delivered)

    def _open_desk(self, stack: ExitStack, setting: Setting, stage: Stage) -> Desk:
        herald = Herald(self._order.lane, setting.posts, setting.response.slack, self._console)
        stack.callback(herald.close)
        if self._injects and herald.deaf:
            stage.say(f"injects do not reach these channels: {', '.join(herald.deaf)}")
        return Desk(self._injects, herald, self._pace, self._folder.answers, stage.say)

    def _start_workers(self, supervisor: Supervisor, place: Place, stage: Stage) -> None:
        stage.phase = "starting the workers of the drill"
        stage.follow("", {})
        # In a stand-in nobody presses.
        desk = None if self._order.stand_in else plan_desk(place, self._order.values, self._environ)
        supervisor.start(*plan_workers(place), *([desk] if desk else []))
        supervisor.wait_until(
            "both workers serve /metrics",
            lambda: all(
                read_metrics(port) is not None for port in (place.sentiment_port, place.response_port)
            ),
            within=READY_WITHIN,
        )
        lane = self._order.lane
        stage.say(f"drill in lane {lane}; to steer it: crisis drill pause|resume|speed|jump|stop")
        stage.say(f"to act in it: crisis incident ack - --lane {lane} --by YOU; crisis incident --help")

    def _watch(  # noqa: PLR0917 - one loop over all parts.
        self,
        stage: Stage,
        supervisor: Supervisor,
        listener: Listener,
        setting: Setting,
        player: Player,
        desk: Desk,
        read_key: Callable[[], str | None],
        place: Place,
    ) -> None:
        """Until everything is sent and everything it caused is done, or somebody ends it."""
        control, moved_at = self._folder.control, time.monotonic()
        settled_at: float | None = None
        while not self._is_stopped:
            supervisor.check()
            player.check()
            if listener.poll():
                moved_at = time.monotonic()
            self._steer(control, read_key(), stage)
            judged = self._view.judged or self._order.material.begins
            self._hold.look(real_now(), judged, is_sent=player.progress.done)
            desk.step(real_now())
            if setting.slack:
                stage.show_messages(setting.slack.sent)
            is_sent = player.progress.done
            stage.phase = "all is sent; the last minutes close" if is_sent else "running"
            self._show(stage, player, place)
            if not (is_sent and is_settled(listener, self._order.lane.sentiment, self._order.lane.response)):
                settled_at = None
            elif settled_at is None:
                settled_at = time.monotonic()
            elif time.monotonic() - settled_at > LINGER.total_seconds():
                break
            if not is_sent:
                moved_at = time.monotonic()
            self._check_time(moved_at)
        if setting.slack:
            stage.show_messages(setting.slack.sent)
        self._delivered = count_delivered(read_metrics(place.response_port) or "")

    def _steer(self, control: ControlFile, key: str | None, stage: Stage) -> None:
        pressed = steer(self._pace, key) if key else None
        for asked in (*control.take_new(), *([pressed] if pressed else [])):
            if asked.verb is Verb.PAUSE and self._hold.take_over():
                continue
            self._is_stopped = self._is_stopped or asked.verb is Verb.STOP
            try:
                stage.say(apply_control(self._pace, asked, real_now()))
            except BadControlError as exc:
                stage.say(f"not done: {exc}")

    def _check_time(self, moved_at: float) -> None:
        within, now = self._order.within, time.monotonic()
        if within is not None and now - self._begun > within.total_seconds():
            raise NotReadyError(f"it takes longer than {within.total_seconds():.0f} s")
        if now - moved_at > STILL_FOR.total_seconds():
            raise NotReadyError(f"nothing has come from the workers for {STILL_FOR.total_seconds():.0f} s")

    def _show(self, stage: Stage, player: Player, place: Place) -> None:
        how = describe(self._pace, real_now())
        if time.monotonic() - self._status_at >= _STATUS_EVERY:
            self._status_at = time.monotonic()
            metrics = read_metrics(place.sentiment_port)
            if metrics is not None:
                self._moods.update(find_moods(metrics, lane=self._order.lane.name))
            now = real_now()
            self._folder.show_status(
                Status(
                    lane=self._order.lane.name,
                    what=self._order.material.name,
                    at=self._pace.event_at(now),
                    real=now,
                    how=how,
                    phase=stage.phase,
                    mentions=player.progress.mentions,
                    of_mentions=player.progress.of_mentions,
                    injects=tuple(timed.inject.id for timed in self._injects),
                    pid=os.getpid(),
                )
            )
        stage.follow(how, self._moods)

    def _write_journal(self, desk: Desk, player: Player) -> Journal:
        order = self._order
        journal = Journal(
            lane=order.lane.name,
            what=order.material.name,
            participants=order.participants,
            started=self._started,
            ended=real_now(),
            begins=order.material.begins,
            ends=order.material.ends,
            storms=order.material.storms,
            turns=tuple(self._pace.turns),
            injects=desk.results(),
            mentions=player.progress.mentions,
            is_whole=player.progress.done and not self._is_stopped,
        )
        self._folder.write(self._folder.journal, journal)
        return journal
