import openpyxl
import pytest

from layers.codes import code_set
from layers.errors import ImportDataError
from layers.files.code_tables import csv_text, read
from layers.own_codes import rows_of

TEXT = "code,name_zh,parent,colour,counts_as\n01,工业,,#112233,M\n0101,电子,01,,100101\n"


def codes(found):
    return [(one.code, one.name_zh, one.parent, one.counts_as) for one in found.classes]


WANTED = [("01", "工业", "", "GB50137-2011:M"), ("0101", "电子", "01", "MNR2023:100101")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_tables_are_read_in_the_encodings_that_spreadsheets_write(tmp_path, encoding, between):
    path = tmp_path / "codes.csv"
    path.write_bytes(TEXT.replace(",", between).encode(encoding))
    found = read(path)
    assert (codes(found), found.problems) == (WANTED, ())


def test_workbooks_keep_zeros_before_codes(tmp_path):
    path = tmp_path / "codes.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["用地代码", "用地名称", "上级代码", "颜色", "对应代码"])
    book.active.append(["01", "工业", None, "255,0,0", "M"])
    book.active.append([None, None, None, None, None])
    book.active.append([1002, "电子", "01", None, "100101"])
    book.save(path)
    found = read(path)
    assert found.problems == ()
    assert [one.code for one in found.classes] == ["01", "1002"]
    assert found.classes[0].colour == "#ff0000"


def test_problems_name_the_row_of_the_file(tmp_path):
    path = tmp_path / "codes.csv"
    path.write_text(TEXT + "\nQ,Quay,ZZ,,\n", encoding="utf-8")
    (problem,) = read(path).problems
    assert str(problem).startswith("Row 5: the class above Q is ZZ")


@pytest.mark.parametrize("set_id", ["GB50137-2011", "MNR2023"])
def test_what_is_written_is_read_again(tmp_path, set_id):
    rows = rows_of(code_set(set_id))
    path = tmp_path / "codes.csv"
    path.write_text(csv_text(rows), encoding="utf-8", newline="")
    found = read(path)
    assert (found.classes, found.problems, found.doubtful) == (rows, (), ())


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("codes.pdf", b"", "is no table of codes. Give one of .csv"),
        ("codes.csv", b"", "is empty"),
        ("codes.csv", b"kode,naam\n1,x\n", "has no columns of codes and names. Its first row says"),
        ("codes.csv", b"\xff\xfe\x00", "is no text in UTF-8 or GB18030"),
        ("codes.xlsx", b"PK\x03\x04nothing", "cannot be read as a workbook"),
        ("codes.csv", b"x" * 5_000_001, "has 5.0 MB; a table of codes has up to 5 MB"),
        ("gone.csv", None, "cannot be read: "),
    ],
)
def test_files_that_are_no_such_table_are_refused(tmp_path, name, content, said):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ImportDataError) as caught:
        read(path)
    assert said in str(caught.value)
