"""Users' own files, and what is said of one that can't be used."""

import numpy as np
import pytest

from gdcourse import data

GOOD = "a,b,label\n1,2,x\n3,4,y\n5,6,x\n"


def write(folder, text, name="d.csv"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_csv_with_text_labels(tmp_path):
    d = data.from_file(write(tmp_path, GOOD))
    assert d.x.tolist() == [[1, 2], [3, 4], [5, 6]]
    assert d.x.dtype == np.float32
    assert d.y.tolist() == [0, 1, 0]
    assert (d.features, d.classes, d.outputs, d.name) == (("a", "b"), ("x", "y"), 2, "d")


def test_csv_with_whole_numbers_as_classes_and_floats_as_values(tmp_path):
    d = data.from_file(write(tmp_path, "t,a\n3,1\n7,2\n3,3\n"), target="t")
    assert (d.classes, d.y.tolist()) == (("3", "7"), [0, 1, 0])
    d = data.from_file(write(tmp_path, "a,t\n1,0.5\n2,1.5\n"))
    assert (d.classes, d.y.tolist(), d.y.dtype, d.outputs) == ((), [0.5, 1.5], np.float32, 1)


def test_csv_from_a_spreadsheet(tmp_path):
    """A byte-order mark, Windows line ends, quotes, a blank last line."""
    d = data.from_file(write(tmp_path, b'\xef\xbb\xbfa,"label, b"\r\n1,"x"\r\n2,y\r\n\r\n'))
    assert (d.features, d.classes, len(d)) == (("a",), ("x", "y"), 2)


def test_npz(tmp_path):
    path = tmp_path / "d.npz"
    np.savez(path, x=np.eye(3), y=np.array([0, 2, 2]))
    d = data.from_file(path)
    assert (d.x.shape, d.y.tolist(), d.classes) == ((3, 3), [0, 1, 1], ("0", "2"))
    np.savez(path, x=np.eye(2), y=np.array(["no", "yes"]))
    assert data.from_file(path).classes == ("no", "yes")


@pytest.mark.parametrize(
    ("text", "target", "message"),
    [
        (GOOD, "class", r"no column 'class'; it has 'a', 'b', 'label'"),
        (GOOD.replace("4", "nan"), None, r"row 3, column 'b': 'nan' is not a finite number"),
        (GOOD.replace("4", "inf"), None, r"row 3, column 'b': 'inf' is not a finite number"),
        (GOOD.replace("4", "four"), None, r"row 3, column 'b': 'four' is not a number"),
        (GOOD.replace("4", " "), None, r"row 3, column 'b': empty"),
        (GOOD.replace("y", ""), None, r"row 3, column 'label': empty"),
        (GOOD + "7,8\n", None, r"row 5: 2 fields, but the header names 3"),
        ("", None, "the file is empty"),
        ("a,b\n", None, "a header but no examples"),
        ("a\n1\n", None, "one column only"),
        ("a,a,b\n1,2,3\n", None, "column 'a' stands there twice"),
        ("a,t\n1,1e400\n2,0.5\n", None, r"row 2, column 't': '1e400' is not a finite number"),
        ("a,t\n1e39,1\n2,0\n", None, r"row 2, column 'a': '1e39' overflows 32-bit floats"),
        ("a,t\n1,1\n2,1\n", None, "every target is 1;"),
        ("a,t\n" + "1,7\n2,8\n" * 2 + "".join(f"1,{n}\n" for n in range(21)), None, "regression=True"),
        (b"a,b\n\xff,1\n", None, "not UTF-8"),
        ('a,b\n"1,2\n', None, "not a CSV file"),
    ],
)
def test_bad_csv(tmp_path, text, target, message):
    path = write(tmp_path, text)
    with pytest.raises(data.DataError, match=message) as caught:
        data.from_file(path, target)
    assert str(caught.value).startswith(str(path))


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ({"x": np.eye(2)}, "no array 'y'; it has 'x'"),
        ({"x": np.ones(3), "y": np.ones(3)}, r"x has shape \(3,\)"),
        ({"x": np.ones((0, 2)), "y": np.ones(0)}, r"x has shape \(0, 2\)"),
        ({"x": np.eye(2), "y": np.ones(3)}, r"y has shape \(3,\); 2 examples"),
        ({"x": np.array([[1, np.nan]]), "y": np.ones(1)}, r"x is not finite at row 0, column 1"),
        ({"x": np.eye(2), "y": np.array([1, np.inf])}, r"y is not finite at row 1 "),
        ({"x": np.array([["a"]]), "y": np.ones(1)}, "x holds <U1; it needs numbers"),
        ({"x": np.eye(2) * 1j, "y": np.ones(2)}, "x holds complex numbers"),
        ({"x": np.array([[None]]), "y": np.ones(1)}, "can't be read as .npz"),
        ({"x": np.eye(2) * 1e39, "y": np.arange(2)}, r"x at row 0, column 0 .* overflows 32-bit floats"),
        ({"x": np.eye(2), "y": np.array([0.5, 1e39])}, r"y at row 1 .* overflows 32-bit floats"),
    ],
)
def test_bad_npz(tmp_path, arrays, message):
    path = tmp_path / "d.npz"
    np.savez(path, **arrays)
    with pytest.raises(data.DataError, match=message) as caught:
        data.from_file(path)
    assert str(caught.value).startswith(str(path))


def test_target_names_a_column_and_a_npz_has_none(tmp_path):
    path = tmp_path / "d.npz"
    np.savez(path, x=np.eye(2), y=np.arange(2))
    with pytest.raises(data.DataError, match=r"target = 'y' names a column of a .csv"):
        data.from_file(path, "y")


def test_whole_numbers_are_values_where_the_caller_says_so(tmp_path):
    path = write(tmp_path, "a,price\n1,100\n2,250\n3,100\n")
    d = data.from_file(path, regression=True)
    assert (d.y.tolist(), d.y.dtype, d.classes) == ([100, 250, 100], np.float32, ())


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("no.csv", "no such file"),
        ("d.xlsx", r"ending in .xlsx can't be read"),
        ("d.npz", "can't be read as .npz"),
    ],
)
def test_files_that_are_no_data(tmp_path, name, message):
    if name != "no.csv":
        write(tmp_path, "hello", name)
    with pytest.raises(data.DataError, match=message):
        data.from_file(tmp_path / name)
