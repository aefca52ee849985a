"""Records the OTLP request of the real OpenTelemetry SDK for Python, with what langfuse-python sets on it.

Needs opentelemetry-sdk, opentelemetry-exporter-otlp-proto-common and requests (1.45.0 and 2.34.2 when
python-otlp.json was made). The SDK makes the spans, encodes them and batches them; requests sends them to a
server here, which writes down what arrived. Not real: langfuse-python itself, whose attributes, resource,
scope and headers are set by hand below, and the names of the semantic conventions, which are derived.

    python3 record_python.py > python-otlp.json
"""

import base64
import http.server
import json
import sys
import threading
import types
from datetime import datetime, timezone


class _Names(types.ModuleType):
    """Constants of opentelemetry-semantic-conventions: TELEMETRY_SDK_NAME is telemetry.sdk.name."""

    __path__: list = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if name.isupper():
            return name.lower().replace("_", ".")
        return _Names(name)


for module in (
    "",
    ".resource",
    ".attributes",
    ".attributes.exception_attributes",
    ".attributes.error_attributes",
    ".attributes.http_attributes",
    "._incubating",
    "._incubating.attributes",
    "._incubating.attributes.otel_attributes",
    "._incubating.metrics",
    "._incubating.metrics.otel_metrics",
):
    sys.modules.setdefault("opentelemetry.semconv" + module, _Names("semconv"))

import requests  # noqa: E402
from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans  # noqa: E402
from opentelemetry.sdk.resources import Resource  # noqa: E402
from opentelemetry.sdk.trace import TracerProvider  # noqa: E402
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult  # noqa: E402
from opentelemetry.sdk.version import __version__ as sdk_version  # noqa: E402

PUBLIC_KEY = "pk-lf-recorded"
SECRET_KEY = "sk-lf-recorded"
requests_seen = []


class Recorder(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        requests_seen.append(
            {
                "method": "POST",
                "path": self.path,
                "headers": [[name, value] for name, value in self.headers.items()],
                "bodyBase64": base64.b64encode(body).decode("ascii"),
            }
        )
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_args):
        pass


class Exporter(SpanExporter):
    """What OTLPSpanExporter does over HTTP, with the headers of langfuse-python."""

    def __init__(self, host):
        self._url = host + "/api/public/otel/v1/traces"
        self._session = requests.Session()
        credentials = base64.b64encode(f"{PUBLIC_KEY}:{SECRET_KEY}".encode()).decode("ascii")
        self._session.headers.update(
            {
                "Authorization": "Basic " + credentials,
                "x_langfuse_sdk_name": "python",
                "x_langfuse_sdk_version": "3.9.0",
                "x_langfuse_public_key": PUBLIC_KEY,
                "User-Agent": "OTel-OTLP-Exporter-Python/" + sdk_version,
                "Content-Type": "application/x-protobuf",
            }
        )

    def export(self, spans):
        answer = self._session.post(self._url, data=encode_spans(spans).SerializeToString(), timeout=5)
        return SpanExportResult.SUCCESS if answer.ok else SpanExportResult.FAILURE


def main():
    server = http.server.HTTPServer(("127.0.0.1", 0), Recorder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    provider = TracerProvider(
        resource=Resource.create({"langfuse.environment": "python-staging", "langfuse.release": "r9"})
    )
    provider.add_span_processor(BatchSpanProcessor(Exporter(f"http://127.0.0.1:{server.server_port}")))
    tracer = provider.get_tracer("langfuse-sdk", "3.9.0", attributes={"public_key": PUBLIC_KEY})
    of_trace = {
        "user.id": "bob",
        "session.id": "python session",
        "langfuse.trace.name": "answer question",
        "langfuse.trace.tags": ["python", "recorded"],
        "langfuse.trace.metadata.plan": "gold",
    }
    with tracer.start_as_current_span("answer question", attributes=of_trace) as root:
        root.set_attribute("langfuse.observation.type", "span")
        root.set_attribute("langfuse.trace.input", json.dumps({"question": "Why? \u00fc\U0001f680"}))
        root.set_attribute("langfuse.observation.input", json.dumps({"question": "Why? \u00fc\U0001f680"}))
        with tracer.start_as_current_span("completion", attributes=of_trace) as generation:
            generation.set_attributes(
                {
                    "langfuse.observation.type": "generation",
                    "langfuse.observation.model.name": "gpt-4o",
                    "langfuse.observation.model.parameters": json.dumps({"temperature": 0.2}),
                    "langfuse.observation.usage_details": json.dumps({"input": 100, "output": 20, "total": 120}),
                    "langfuse.observation.input": json.dumps([{"role": "user", "content": "Why?"}]),
                    "langfuse.observation.output": "Because.",
                    "langfuse.observation.metadata.attempt": "1",
                    "langfuse.observation.prompt.name": "answer",
                    "langfuse.observation.prompt.version": 3,
                    "langfuse.observation.completion_start_time": json.dumps(datetime.now(timezone.utc).isoformat().replace("+00:00", "Z")),
                }
            )
        try:
            with tracer.start_as_current_span("lookup", attributes=of_trace) as tool:
                tool.set_attribute("langfuse.observation.type", "tool")
                raise KeyError("no such page")
        except KeyError:
            pass
    provider.shutdown()
    server.shutdown()
    recording = {"sdk": "opentelemetry-sdk " + sdk_version, "requests": requests_seen}
    json.dump(recording, sys.stdout, indent=2)
    sys.stdout.write("\n")


main()
