"""``python -m yangguang`` is the command ``yangguang``."""

from yangguang.cli import main

if __name__ == "__main__":
    main()
