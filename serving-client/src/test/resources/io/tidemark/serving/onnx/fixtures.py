"""Writes the models *.onnx and expected.json beside it: questions, and the answers that scikit-learn and numpy give.

ONNX Runtime takes no part in it. Debian 12: apt install python3-onnx python3-sklearn; /usr/bin/python3 fixtures.py
The graphs have the form that skl2onnx gives to such models (its operators, names, and outputs), and are written by hand.
"""

import json
import pathlib

import numpy as np
from onnx import TensorProto, ValueInfoProto, checker, helper, numpy_helper
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import OneHotEncoder, StandardScaler

HERE = pathlib.Path(__file__).parent
OPSETS = [helper.make_opsetid("", 15), helper.make_opsetid("ai.onnx.ml", 2)]
EXPECTED = {}


def save(name, nodes, inputs, outputs, initializers=()):
    graph = helper.make_graph(
        nodes,
        name,
        [helper.make_tensor_value_info(n, t, s) for n, t, s in inputs],
        outputs,
        [numpy_helper.from_array(np.asarray(v), n) for n, v in initializers],
    )
    model = helper.make_model(graph, opset_imports=OPSETS, producer_name="fixtures", producer_version="1.0")
    model.ir_version = 8
    checker.check_model(model)
    (HERE / f"{name}.onnx").write_bytes(model.SerializeToString())


def tensor(name, kind, shape):
    return helper.make_tensor_value_info(name, kind, shape)


def expect(name, features, answer):
    EXPECTED.setdefault(name, []).append({"features": features, "answer": answer})


def maps(name):
    info = ValueInfoProto(name=name)
    element = info.type.sequence_type.elem_type.map_type
    element.key_type = TensorProto.INT64
    element.value_type.tensor_type.elem_type = TensorProto.FLOAT
    return info


def pipeline():
    """A pipeline of scikit-learn with an input for each feature: numbers of four types, a text, three classes by name."""
    random = np.random.default_rng(7)
    rows = 400
    distance = random.uniform(100, 2500, rows)
    delay = random.normal(5, 20, rows)
    hour = random.integers(0, 24, rows)
    weekend = random.random(rows) < 0.3
    carrier = random.choice(["AA", "DL", "UA"], rows)
    target = np.where(delay + (carrier == "UA") * 10 > 15, "late", np.where(delay < -5, "early", "on time"))
    numbers = np.column_stack([distance, delay, hour, weekend]).astype(float)
    scaler = StandardScaler().fit(numbers)
    encoder = OneHotEncoder(handle_unknown="ignore").fit(carrier.reshape(-1, 1))
    matrix = np.hstack([scaler.transform(numbers), encoder.transform(carrier.reshape(-1, 1)).toarray()])
    model = LogisticRegression(multi_class="multinomial", max_iter=1000).fit(matrix, target)

    casts = [helper.make_node("Cast", [n], [n + "_float"], to=TensorProto.FLOAT) for n in ("delay", "hour", "weekend")]
    save(
        "pipeline",
        casts
        + [
            helper.make_node("Concat", ["distance", "delay_float", "hour_float", "weekend_float"], ["numbers"], axis=1),
            helper.make_node(
                "Scaler",
                ["numbers"],
                ["scaled"],
                domain="ai.onnx.ml",
                offset=scaler.mean_.tolist(),
                scale=(1 / scaler.scale_).tolist(),
            ),
            helper.make_node(
                "OneHotEncoder",
                ["carrier"],
                ["hot"],
                domain="ai.onnx.ml",
                cats_strings=encoder.categories_[0].tolist(),
                zeros=1,
            ),
            # [rows, 1, categories] to [rows, categories]
            helper.make_node("Flatten", ["hot"], ["flags"], axis=1),
            helper.make_node("Concat", ["scaled", "flags"], ["columns"], axis=1),
            helper.make_node(
                "LinearClassifier",
                ["columns"],
                ["label", "probabilities"],
                domain="ai.onnx.ml",
                classlabels_strings=model.classes_.tolist(),
                coefficients=model.coef_.ravel().tolist(),
                intercepts=model.intercept_.tolist(),
                multi_class=0,
                post_transform="SOFTMAX",
            ),
        ],
        [
            ("distance", TensorProto.FLOAT, [None, 1]),
            ("delay", TensorProto.DOUBLE, [None, 1]),
            ("hour", TensorProto.INT64, [None, 1]),
            ("weekend", TensorProto.BOOL, [None, 1]),
            ("carrier", TensorProto.STRING, [None, 1]),
        ],
        [tensor("label", TensorProto.STRING, [None]), tensor("probabilities", TensorProto.FLOAT, [None, 3])],
    )
    questions = [(800.0, 3.5, 9, False, "AA"), (2400.0, 41.0, 23, True, "UA"), (150.0, -12.25, 6, False, "DL")]
    questions.append((1000.0, 16.0, 12, True, "ZZ"))  # a carrier that training did not see
    for question in questions:
        scaled = scaler.transform(np.array([question[:4]], dtype=float))
        row = np.hstack([scaled, encoder.transform([[question[4]]]).toarray()])
        expect(
            "pipeline",
            dict(zip(["distance", "delay", "hour", "weekend", "carrier"], question)),
            dict(zip(model.classes_.tolist(), model.predict_proba(row)[0].tolist())),
        )


def zipmap():
    """A logistic regression of scikit-learn over one tensor, classes 0 and 1, in the form that skl2onnx has by default."""
    random = np.random.default_rng(8)
    matrix = random.normal(size=(300, 3))
    target = (matrix @ [1.0, -2.0, 0.5] + random.normal(size=300) > 0).astype(int)
    model = LogisticRegression().fit(matrix, target)
    save(
        "zipmap",
        [
            helper.make_node(
                "LinearClassifier",
                ["X"],
                ["output_label", "raw"],
                domain="ai.onnx.ml",
                classlabels_ints=model.classes_.tolist(),
                coefficients=np.vstack([-model.coef_, model.coef_]).ravel().tolist(),
                intercepts=np.concatenate([-model.intercept_, model.intercept_]).tolist(),
                multi_class=1,
                post_transform="LOGISTIC",
            ),
            helper.make_node("Normalizer", ["raw"], ["scores"], domain="ai.onnx.ml", norm="L1"),
            helper.make_node(
                "ZipMap",
                ["scores"],
                ["output_probability"],
                domain="ai.onnx.ml",
                classlabels_int64s=model.classes_.tolist(),
            ),
        ],
        [("X", TensorProto.FLOAT, [None, 3])],
        [tensor("output_label", TensorProto.INT64, [None]), maps("output_probability")],
    )
    for question in random.normal(size=(4, 3)).round(3):
        answer = model.predict_proba([question])[0].tolist()
        expect("zipmap", dict(zip("abc", question.tolist())), dict(zip(["0", "1"], answer)))


def matrix():
    """Softmax over one tensor of floats; the graph names no class."""
    random = np.random.default_rng(9)
    weights = random.normal(size=(4, 3)).round(3)
    bias = random.normal(size=3).round(3)
    save(
        "matrix",
        [
            helper.make_node("MatMul", ["input", "weights"], ["product"], name="first"),
            helper.make_node("Add", ["product", "bias"], ["logits"]),
            helper.make_node("Softmax", ["logits"], ["probabilities"], axis=1),
        ],
        [("input", TensorProto.FLOAT, ["batch", 4])],
        [tensor("probabilities", TensorProto.FLOAT, ["batch", 3])],
        [("weights", weights.astype(np.float32)), ("bias", bias.astype(np.float32))],
    )
    for question in random.normal(size=(4, 4)).round(3):
        logits = question @ weights + bias
        shares = np.exp(logits - logits.max())
        expect(
            "matrix",
            dict(zip("abcd", question.tolist())),
            dict(zip(["red", "green", "blue"], (shares / shares.sum()).tolist())),
        )


def binary():
    """Sigmoid over one tensor of doubles: one probability, of a class that the graph does not name."""
    weights = np.array([[0.5], [-1.25]])
    save(
        "binary",
        [
            helper.make_node("MatMul", ["input", "weights"], ["logit"]),
            helper.make_node("Sigmoid", ["logit"], ["probability"]),
        ],
        [("input", TensorProto.DOUBLE, [None, 2])],
        [tensor("probability", TensorProto.DOUBLE, [None, 1])],
        [("weights", weights)],
    )
    for question in ([1.0, 2.0], [-3.5, 0.25], [0.0, 0.0]):
        positive = 1 / (1 + np.exp(-(np.array(question) @ weights)[0]))
        expect("binary", dict(zip("ab", question)), {"no": 1 - positive, "yes": positive})


def tree():
    """One regression tree in which what is NaN goes left: a <= 10 ? 1.5 : (b <= 0 ? -2.25 : 40)."""
    save(
        "tree",
        [
            helper.make_node(
                "TreeEnsembleRegressor",
                ["input"],
                ["variable"],
                domain="ai.onnx.ml",
                n_targets=1,
                nodes_treeids=[0] * 5,
                nodes_nodeids=[0, 1, 2, 3, 4],
                nodes_featureids=[0, 0, 1, 0, 0],
                nodes_modes=["BRANCH_LEQ", "LEAF", "BRANCH_LEQ", "LEAF", "LEAF"],
                nodes_values=[10.0, 0.0, 0.0, 0.0, 0.0],
                nodes_truenodeids=[1, 0, 3, 0, 0],
                nodes_falsenodeids=[2, 0, 4, 0, 0],
                nodes_missing_value_tracks_true=[1, 0, 1, 0, 0],
                target_treeids=[0, 0, 0],
                target_nodeids=[1, 3, 4],
                target_ids=[0, 0, 0],
                target_weights=[1.5, -2.25, 40.0],
            )
        ],
        [("input", TensorProto.FLOAT, [None, 2])],
        [tensor("variable", TensorProto.FLOAT, [None, 1])],
    )
    for question, answer in (
        ({"a": 10.0, "b": 5.0}, 1.5),
        ({"a": 10.5, "b": 0.0}, -2.25),
        ({"a": 11.0, "b": 0.5}, 40.0),
        ({"b": 0.5}, 1.5),
        ({"a": 11.0, "b": None}, -2.25),
        ({"a": True, "b": 0.5}, 1.5),
    ):
        expect("tree", question, answer)


for make in (pipeline, zipmap, matrix, binary, tree):
    make()
(HERE / "expected.json").write_text(json.dumps(EXPECTED, indent=1) + "\n")
