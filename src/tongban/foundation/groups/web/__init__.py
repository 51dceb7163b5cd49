"""The screens: 用户组 in the console, 常用人员组 at the workbench."""
