"""What makes a case's papers a volume: cover sheet (卷宗封面), table of contents (卷内目录), and copies as PDF."""
